using HybridOrleans.Storage.Migration.Copying;

namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>What silos told of the writes of a rehearsal.</summary>
/// <param name="Newest">The newest write of each key.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Missed">How many more were acknowledged and not told of.</param>
/// <param name="Contradictions">How many were another body of a revision that was acknowledged before.</param>
public sealed record SeenWrites(
    IReadOnlyList<RecordDigest> Newest, long Count, long Missed, long Contradictions);
