using System.Security.Cryptography;
using System.Text;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>The log that the events of a user lie in, as the storage format describes it.</summary>
/// <param name="User">The user.</param>
/// <param name="Key">The bot, the month and the partition.</param>
internal readonly record struct EventPlace(long User, string Key)
{
    private const int Partitions = 8;
    private const string Month = "bot/2026-11/";

    /// <summary>When everything happens.</summary>
    public static DateTimeOffset Time { get; } = new(2026, 11, 15, 12, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset From { get; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Until { get; } = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<string> Keys => Enumerable.Range(0, Partitions).Select(number => $"{Month}{number}");

    /// <summary>Each log has a type of its own, so that a count by type counts one log.</summary>
    public string Type => TypeOf(Key);

    public static string TypeOf(string key) => $"type-{key[^1]}";

    public static EventPlace Of(long user)
        => new(user, $"{Month}{SHA256.HashData(Encoding.UTF8.GetBytes($"user {user}"))[0] % Partitions}");
}
