using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>A switch of the root that has been begun and may have sealed the old root.</summary>
/// <param name="To">The phase after it.</param>
/// <param name="Next">The epoch after it, and the fence of the sealed root.</param>
/// <param name="SealedAt">When the seal was decided, UTC. A seal not finished within 5 s aborts itself.</param>
public sealed record RootSwitchState(Phase To, Epoch Next, DateTimeOffset SealedAt);
