namespace HybridOrleans.Grains.Interfaces;

/// <summary>Everything that one handled update changes.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.turn-commit")]
public sealed record TurnCommit
{
    /// <summary>The turn in which it was handled.</summary>
    [Id(0)]
    public required Guid Ticket { get; init; }

    /// <summary>The changed states; each owner at most once.</summary>
    [Id(1)]
    public required IReadOnlyList<OwnerChange> Changes { get; init; }

    /// <summary>Follow-ups to add or replace.</summary>
    [Id(2)]
    public required IReadOnlyList<FollowUp> Scheduled { get; init; }

    /// <summary>Ids of follow-ups to remove; those that are not there are passed over.</summary>
    [Id(3)]
    public required IReadOnlyList<string> Cancelled { get; init; }

    /// <summary>What to send, in this order.</summary>
    [Id(4)]
    public required IReadOnlyList<OutgoingCall> Sends { get; init; }
}
