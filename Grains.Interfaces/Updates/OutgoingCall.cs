namespace HybridOrleans.Grains.Interfaces;

/// <summary>A request that the bot intends to make, kept until it is known what became of it.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.outgoing-call")]
public sealed record OutgoingCall
{
    /// <summary>Names it for ever; the same when it is tried again.</summary>
    [Id(0)]
    public required Guid Id { get; init; }

    /// <summary>The chat that it goes to; its limits hold, and calls to one chat keep their order.</summary>
    [Id(1)]
    public required long ChatId { get; init; }

    /// <summary>What to call, such as <c>sendMessage</c>: the bot's own word, which nothing else reads.</summary>
    [Id(2)]
    public required string Method { get; init; }

    /// <summary>The arguments as JSON; null for none.</summary>
    [Id(3)]
    public JsonText? Payload { get; init; }

    /// <summary>What a crash between sending and noting means.</summary>
    [Id(4)]
    public Delivery Delivery { get; init; }

    /// <summary>The method only: the rest is personal.</summary>
    public override string ToString() => Method;
}
