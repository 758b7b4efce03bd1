using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Access;

namespace HybridOrleans.Cluster.Tests.Access;

/// <summary>A key for each role, bound to the bot <c>han</c> and to none.</summary>
internal static class TestKeys
{
    public const string Bot = "han";

    /// <summary>A key that is known, and its caller.</summary>
    public static readonly IReadOnlyList<(string Key, Caller Caller)> All =
    [
        .. from role in Enum.GetValues<AccessRole>()
           from bot in new[] { null, Bot }
           let name = $"{role.ToString().ToLowerInvariant()}-{bot ?? "all"}"
           select ($"{AccessKeyText.Prefix}key-of-{name}-that-no-log-may-hold", new Caller(name, role, bot)),
    ];

    public static readonly AccessSettings Settings = new()
    {
        Keys = [.. All.Select(k => new AccessKey(k.Caller, Convert.FromHexString(AccessKeyText.HashOf(k.Key)), null))],
        SessionLifetime = TimeSpan.FromHours(8),
        KeyRequestsPerSecond = 100_000,
        AddressRequestsPerSecond = 100_000,
        FailedSignInsPerMinute = 1_000,
    };

    /// <summary>The key of a caller, such as <c>admin-all</c> or <c>reader-han</c>.</summary>
    public static string Of(string name) => All.Single(k => k.Caller.Name == name).Key;

    /// <summary>The settings of a silo that knows these keys.</summary>
    public static IEnumerable<string> Arguments => All.SelectMany(k => (string[])
    [
        $"--HybridOrleans:Access:Keys:{k.Caller.Name}:Hash={AccessKeyText.HashOf(k.Key)}",
        $"--HybridOrleans:Access:Keys:{k.Caller.Name}:Role={k.Caller.Role}",
        .. k.Caller.Bot is { } bot ? new[] { $"--HybridOrleans:Access:Keys:{k.Caller.Name}:Bot={bot}" } : [],
    ]);

    public static HttpClient Client(Uri address, string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
        }

        return client;
    }
}
