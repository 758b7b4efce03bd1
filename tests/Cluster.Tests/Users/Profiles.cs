using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>Short forms for tests.</summary>
internal static class Profiles
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static string? Text(this ProfileReading reading)
        => reading.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : null;

    public static async Task<string?> TextAsync(this IUserProfiles users, UserKey key, CancellationToken cancellation)
        => (await users.GetAsync(key, cancellation: cancellation)).Text();

    public static JsonText Json(string text) => new(text);
}
