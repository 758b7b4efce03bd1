using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>The outcome of a complete comparison of both sides.</summary>
/// <param name="Epoch">It says nothing about any other epoch.</param>
/// <param name="FinishedAt">UTC.</param>
/// <param name="Compared">Keys that were compared.</param>
/// <param name="Divergent">Keys that differ though nobody was writing them.</param>
/// <param name="Since">Changes after this place of the root's list are not covered.</param>
public sealed record VerificationState(
    Epoch Epoch, DateTimeOffset FinishedAt, long Compared, long Divergent, ChangePosition Since);
