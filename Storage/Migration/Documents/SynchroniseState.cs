using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>How far a walk over the root has come.</summary>
/// <param name="Epoch">The checkpoint is void in any other epoch.</param>
/// <param name="DebtGeneration">The debt that the end of the walk pays.</param>
/// <param name="Bucket">Where to go on: the bucket, -1 for the start.</param>
/// <param name="KeyText">Where to go on: the last key of that bucket.</param>
/// <param name="Done">Records looked at so far.</param>
/// <param name="Total">Records that were counted at the start.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="IsPaused">True when an operator stopped it for a while.</param>
public sealed record SynchroniseState(
    Epoch Epoch, long DebtGeneration, int Bucket, string KeyText, long Done, long Total, DateTimeOffset StartedAt,
    bool IsPaused)
{
    /// <summary>Where to go on.</summary>
    public RecordCursor Cursor => new(Bucket, KeyText);
}
