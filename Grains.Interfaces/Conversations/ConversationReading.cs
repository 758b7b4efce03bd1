namespace HybridOrleans.Grains.Interfaces;

/// <summary>The answer to a read of a conversation.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.conversation-reading")]
public sealed record ConversationReading
{
    /// <summary>The messages that were asked for, the oldest first.</summary>
    [Id(0)]
    public required IReadOnlyList<ConversationMessage> Messages { get; init; }

    /// <summary>The number of the first message that is not deleted; 1 when none ever was.</summary>
    [Id(1)]
    public required long First { get; init; }

    /// <summary>The number that the next message gets; never falls, not even by a delete.</summary>
    [Id(2)]
    public required long Next { get; init; }

    /// <summary>The tier that answered.</summary>
    [Id(3)]
    public required Tier ServedBy { get; init; }

    /// <summary>How long ago the store was asked; zero when it was asked for this call alone.</summary>
    [Id(4)]
    public required TimeSpan Age { get; init; }

    /// <summary>
    /// True when the store gave no answer, and the memory of a silo that cannot be sure of it or the cache between the
    /// silos stands in for it: messages may have come or gone since <see cref="Age"/> ago. Never older than what this
    /// client has seen. An append would fail now.
    /// </summary>
    [Id(5)]
    public bool IsUnvalidated { get; init; }

    /// <summary>How many messages the conversation has.</summary>
    public long Count => Next - First;

    /// <summary>Grows with every message and every delete; 0 when the conversation was never written.</summary>
    public long Revision => First + Next - 2;
}
