namespace HybridOrleans.Grains.Interfaces;

/// <summary>A message of a conversation, as it is stored.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.conversation-message")]
public sealed record ConversationMessage
{
    /// <summary>1 or more: the messages of a conversation are numbered without gaps.</summary>
    [Id(0)]
    public required long Sequence { get; init; }

    /// <summary>Who wrote it.</summary>
    [Id(1)]
    public required MessageDirection Direction { get; init; }

    /// <summary>The text. What an import brought in as half of a surrogate pair is shown as U+FFFD.</summary>
    [Id(2)]
    public required string Text { get; init; }

    /// <summary>When it was written, in UTC.</summary>
    [Id(3)]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The id that it was appended with.</summary>
    [Id(4)]
    public required string? Id { get; init; }

    /// <summary>The place and the size only: messages are personal data and must not reach a log.</summary>
    public override string ToString() => $"{Sequence}: {Direction}, {Text.Length} characters";
}
