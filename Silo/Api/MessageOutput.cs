using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>A stored message.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Direction"><c>in</c> from the user, <c>out</c> from the bot.</param>
/// <param name="Text">The text.</param>
/// <param name="Ts">When it was written, UTC.</param>
/// <param name="Id">The id that it was appended with.</param>
internal sealed record MessageOutput(long Sequence, string Direction, string Text, DateTimeOffset Ts, string? Id)
{
    public static MessageOutput Of(ConversationMessage message) => new(
        message.Sequence,
        message.Direction == MessageDirection.In ? "in" : "out",
        message.Text,
        message.Timestamp,
        message.Id);

    /// <summary>The size only.</summary>
    public override string ToString() => $"{Sequence}: {Text.Length} characters";
}
