using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Logs;

namespace HybridOrleans.Grains.Conversations;

/// <summary>One acknowledged state of a conversation with its last messages, as the store confirmed it. Immutable.
/// </summary>
/// <param name="Head">Where it begins and ends.</param>
/// <param name="Last">The last messages, at most <see cref="MessagesMax"/>.</param>
/// <param name="ConfirmedAt">The monotonic time at which the store was asked.</param>
internal sealed record Conversation(LogHead Head, ConversationMessage[] Last, long ConfirmedAt)
{
    /// <summary>How many messages stay in memory.</summary>
    public const int MessagesMax = 50;

    /// <summary>What a read from the store tells of the end of the conversation.</summary>
    public static Conversation Of(LogReading reading, ConversationMessage[] messages, long askedAt)
        => new(reading.Head, messages[^Math.Min(messages.Length, MessagesMax)..], askedAt);

    /// <summary>True when so many last messages are here, or all that there are.</summary>
    public bool HasLast(int count) => count <= Last.Length || Last.Length == Head.Count;

    /// <summary>True when a message is in memory.</summary>
    public bool Holds(long sequence) => sequence < Head.Next && sequence >= Head.Next - Last.Length;

    /// <summary>The state after an append; null when others have appended in between.</summary>
    public Conversation? With(IReadOnlyList<ConversationMessage> added, long askedAt)
    {
        if (added.Count == 0)
        {
            return this;
        }

        if (added[0].Sequence != Head.Next)
        {
            return null;
        }

        ConversationMessage[] all = [.. Last, .. added];
        return new(Head with { Next = added[^1].Sequence + 1 }, all[^Math.Min(all.Length, MessagesMax)..], askedAt);
    }
}
