namespace HybridOrleans.Grains.Interfaces;

/// <summary>The changed states of one owner.</summary>
/// <param name="Owner">Whose they are.</param>
/// <param name="States">At most one change of each state.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.owner-change")]
public sealed record OwnerChange(
    [property: Id(0)] SessionOwner Owner, [property: Id(1)] IReadOnlyList<StateChange> States);
