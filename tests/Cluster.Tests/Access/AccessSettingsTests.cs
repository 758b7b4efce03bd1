using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Access;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Access;

public sealed class AccessSettingsTests
{
    private const string Hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var settings = Read(out var mistakes);
        Assert.Empty(mistakes);
        Assert.Empty(settings.Keys);
        Assert.Equal(
            (TimeSpan.FromHours(8), 1_000, 2_000, 30, null),
            (settings.SessionLifetime, settings.KeyRequestsPerSecond, settings.AddressRequestsPerSecond,
                settings.FailedSignInsPerMinute, settings.OpenId));
    }

    [Fact]
    public void A_key_is_read_with_all_that_it_has()
    {
        var key = Assert.Single(Read(
            out var mistakes,
            ("Keys:han:Hash", Hash), ("Keys:han:Role", "operator"), ("Keys:han:Bot", "han_dating_bot"),
            ("Keys:han:Expires", "2027-01-31")).Keys);
        Assert.Empty(mistakes);
        Assert.Equal(new Caller("han", AccessRole.Operator, "han_dating_bot"), key.Caller);
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 0, 0, 0, TimeSpan.Zero), key.Expires);
        Assert.Equal(Hash, Convert.ToHexStringLower(key.Hash));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_no_secret_with_them()
    {
        var secret = AccessKeyText.Create();
        Read(
            out var mistakes,
            ("Keys:Anna:Hash", Hash), ("Keys:Anna:Role", "root"),
            ("Keys:b:Hash", secret), ("Keys:b:Role", "reader"), ("Keys:b:Bot", "../b"), ("Keys:b:Until", "1"),
            ("Keys:c:Hash", Hash), ("Keys:c:Expires", "soon"),
            ("Keys:d:Hash", Hash), ("Keys:d:Role", "reader"),
            ("SessionLifetime", "1.00:00:00.5x"), ("KeyRequestsPerSecond", "0"), ("Key", "x"),
            ("OpenId:Authority", "http://elsewhere.example"));
        string[] expected =
        [
            "Keys:Anna: name a key with 1 to 64 characters of a-z",
            "Keys:Anna:Role = 'root': expected one of Reader, Operator, Admin.",
            "Keys:b:Hash: expected the 64 hexadecimal digits that 'hybrid key new' prints, not a text of 47",
            "Keys:b:Bot = '../b': expected 1 to 64 characters",
            "Keys:b:Until: there is no such setting.",
            "Keys:c:Role: it is missing; use reader, operator or admin.",
            "Keys:c:Expires = 'soon': expected a time in UTC",
            "Keys: c and d are one key; give each caller its own.",
            "SessionLifetime = '1.00:00:00.5x': expected a time from",
            "KeyRequestsPerSecond = '0': expected a whole number from 1 to",
            "Key: there is no such setting.",
            "OpenId:ClientId: it is missing",
            "OpenId:ClientSecret: it is missing",
            "OpenId:Authority = 'http://elsewhere.example': expected https://",
        ];
        Assert.All(expected, e => Assert.Contains(
            mistakes, m => m.StartsWith($"HybridOrleans:Access:{e}", StringComparison.Ordinal)));
        Assert.Equal(expected.Length, mistakes.Count);
        Assert.DoesNotContain(mistakes, m => m.Contains(secret, StringComparison.Ordinal));
    }

    private static AccessSettings Read(
        out IReadOnlyList<string> mistakes, params (string Name, string Value)[] values)
        => AccessSettingsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values.Select(
                v => KeyValuePair.Create($"HybridOrleans:Access:{v.Name}", (string?)v.Value))).Build(),
            out mistakes);
}
