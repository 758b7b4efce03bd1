namespace HybridOrleans.Grains.Interfaces;

/// <summary>Something that the bot wants to do later for one order key.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.follow-up")]
public sealed record FollowUp
{
    /// <summary>Names it among those of its order key; scheduling the same id again replaces it.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>When it is due. It is delivered then or later, never earlier.</summary>
    [Id(1)]
    public required DateTimeOffset Due { get; init; }

    /// <summary>What the bot noted, as JSON; null for nothing.</summary>
    [Id(2)]
    public JsonText? Payload { get; init; }

    /// <summary>Tells two with the same id apart; given when it is scheduled.</summary>
    [Id(3)]
    public long Stamp { get; init; }

    /// <summary>When only: the rest is personal.</summary>
    public override string ToString() => $"due {Due:O}";
}
