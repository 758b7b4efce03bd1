namespace HybridOrleans.Grains.Interfaces;

/// <summary>Asks for a turn of one order key. Repeated with the same ticket until it is given.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.turn-request")]
public sealed record TurnRequest
{
    /// <summary>Names this attempt.</summary>
    [Id(0)]
    public required Guid Ticket { get; init; }

    /// <summary>The update to handle; null for an act of the bot itself.</summary>
    [Id(1)]
    public long? UpdateId { get; init; }

    /// <summary>The follow-up to handle; null for none.</summary>
    [Id(2)]
    public FollowUp? FollowUp { get; init; }

    /// <summary>How long the call may wait for the turn before it answers <see cref="TurnState.Waiting"/>.</summary>
    [Id(3)]
    public required TimeSpan WaitMax { get; init; }
}
