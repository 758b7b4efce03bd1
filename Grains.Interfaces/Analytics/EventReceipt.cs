namespace HybridOrleans.Grains.Interfaces;

/// <summary>Proof that an event is stored, durably.</summary>
/// <param name="Sequence">Its number in the log of its month and partition.</param>
/// <param name="IsNew">False when an event with this id was there before, which stays as it is.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.event-receipt")]
public readonly record struct EventReceipt(long Sequence, bool IsNew);
