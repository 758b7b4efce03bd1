using HybridOrleans.Silo.Configuration;

namespace HybridOrleans.Silo.Access;

/// <summary>Reads <see cref="AccessSettings"/> from <c>HybridOrleans:Access</c>.</summary>
internal static class AccessSettingsReader
{
    private const string Section = "HybridOrleans:Access";
    private const int RateMax = 1_000_000;

    private static readonly (TimeSpan, TimeSpan) SessionRange = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));

    /// <param name="configuration">Everything that configures the silo.</param>
    /// <param name="mistakes">All of them; empty when the settings can be used.</param>
    public static AccessSettings Read(IConfiguration configuration, out IReadOnlyList<string> mistakes)
    {
        var reader = new SettingsReader(configuration);
        var keys = configuration.GetSection($"{Section}:Keys").GetChildren()
            .Select(key => AccessKeyReader.Read(reader, key)).OfType<AccessKey>().ToList();
        foreach (var twice in keys.GroupBy(k => Convert.ToHexString(k.Hash)).Where(g => g.Count() > 1))
        {
            reader.Add($"{Section}:Keys: {string.Join(" and ", twice)} are one key; give each caller its own.");
        }

        var settings = new AccessSettings
        {
            Keys = keys,
            SessionLifetime = reader.Duration($"{Section}:SessionLifetime", TimeSpan.FromHours(8), SessionRange),
            KeyRequestsPerSecond = reader.Number($"{Section}:KeyRequestsPerSecond", 1_000, 1, RateMax),
            AddressRequestsPerSecond = reader.Number($"{Section}:AddressRequestsPerSecond", 2_000, 1, RateMax),
            FailedSignInsPerMinute = reader.Number($"{Section}:FailedSignInsPerMinute", 30, 1, 10_000),
            OpenId = OpenIdSettingsReader.Read(reader, configuration.GetSection($"{Section}:OpenId")),
        };
        reader.RefuseUnknown(
            Section,
            nameof(AccessSettings.Keys),
            nameof(AccessSettings.SessionLifetime),
            nameof(AccessSettings.KeyRequestsPerSecond),
            nameof(AccessSettings.AddressRequestsPerSecond),
            nameof(AccessSettings.FailedSignInsPerMinute),
            nameof(AccessSettings.OpenId));
        mistakes = reader.Mistakes;
        return settings;
    }
}
