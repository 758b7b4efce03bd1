using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>What a comparison found.</summary>
/// <param name="Compared">Keys that were looked at.</param>
/// <param name="Healed">Keys that the follower lacked or had older, and has now.</param>
/// <param name="Divergent">Keys that differ though nobody was writing them.</param>
/// <param name="Divergences">The first of them, at most <see cref="MigrationDocument.DivergencesMax"/>.</param>
/// <param name="Since">The place in the root's list of changes from before the comparison.</param>
public sealed record VerifyResult(
    long Compared, long Healed, long Divergent, IReadOnlyList<Divergence> Divergences, ChangePosition Since);
