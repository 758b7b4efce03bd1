using System.Globalization;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cluster.Tests.Conversations;

/// <summary>Short forms for tests.</summary>
internal static class Messages
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static NewMessage Said(string text, string? id = null)
        => new() { Direction = MessageDirection.In, Text = text, Id = id };

    public static NewMessage Said(int number)
        => Said(number.ToString(CultureInfo.InvariantCulture), $"m{number.ToString(CultureInfo.InvariantCulture)}");

    public static IEnumerable<string> Texts(this ConversationReading reading) => reading.Messages.Select(m => m.Text);

    /// <summary>The texts "1", "2" and so on.</summary>
    public static IEnumerable<string> Numbers(int from, int count)
        => Enumerable.Range(from, count).Select(n => n.ToString(CultureInfo.InvariantCulture));
}
