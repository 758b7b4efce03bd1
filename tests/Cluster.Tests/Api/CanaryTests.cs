using HybridOrleans.Cluster.Tests.Access;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Api;

[Collection(SharedHttpSilo.Name)]
public sealed class CanaryTests(HttpSilo silo)
{
    private const string Value = "canary-value-7f31";
    private const long Id = 771_234_509_991;

    [Fact]
    public async Task No_log_and_no_error_holds_a_key_a_value_or_the_id_of_a_user()
    {
        using var bot = silo.Client("operator-han");
        using var wrong = silo.Client(null);
        var errors = new List<string>();
        var profile = $"/api/v1/bots/han/profiles/{Id}";
        var body = $$"""{"name":"{{Value}}"}""";
        (await bot.SendAsync("PUT", profile, body)).Ok();
        errors.Add((await bot.SendAsync("PUT", profile, body, ("If-Match", "\"9\""))).Body);
        errors.Add((await bot.SendAsync("PUT", profile, body + "x")).Body);
        errors.Add((await bot.SendAsync("PUT", profile, $"[\"{Value}\"]")).Body);
        errors.Add((await bot.SendAsync("POST", $"/api/v1/bots/han/users/{Id}/erasure")).Body);
        errors.Add((await bot.SendAsync("GET", $"/api/v1/bots/other/profiles/{Id}")).Body);
        errors.Add((await wrong.SendAsync("GET", profile, null, ("X-Api-Key", "hyb_canary-secret-7f31"))).Body);
        var chat = $"/api/v1/bots/han/conversations/{Id}/messages";
        (await bot.SendAsync("POST", chat, $$"""{"direction":"in","text":"{{Value}}"}""")).Ok();
        errors.Add((await bot.SendAsync("POST", chat, $$"""{"direction":"{{Value}}","text":"x"}""")).Body);
        errors.Add((await bot.SendAsync("POST", chat, $$"""{"{{Value}}":1}""")).Body);
        errors.Add((await bot.SendAsync("POST", "/api/v1/bots/han/events", $$"""[{"type":"a","user":"{{Value}}"}]"""))
            .Body);
        (await bot.SendAsync("DELETE", profile)).Ok();
        string[] canaries = [Value, $"{Id}", "canary-secret", .. TestKeys.All.Select(k => k.Key)];
        Assert.All(errors, e => Assert.Contains("\"status\":4", e, StringComparison.Ordinal));
        Assert.All(canaries, canary =>
        {
            Assert.DoesNotContain(silo.Log.Lines, l => l.Contains(canary, StringComparison.Ordinal));
            Assert.DoesNotContain(errors, e => e.Contains(canary, StringComparison.Ordinal));
        });
        Assert.Contains(silo.Log.Lines, l => l.Contains("HybridOrleans.Audit", StringComparison.Ordinal));
    }
}
