using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration;

/// <summary>What every part of the work on one component needs.</summary>
/// <param name="Sides">Both stores and the ledger.</param>
/// <param name="Desk">The document.</param>
/// <param name="Time">The clock.</param>
/// <param name="Probe">Points where tests crash; null in production.</param>
/// <param name="Bug">A mistake that a test switched on.</param>
internal sealed record MigrationWork(
    MigrationStores Sides, MigrationDesk Desk, TimeProvider Time, IMigrationProbe? Probe, MigrationBug Bug)
{
    /// <summary>The component.</summary>
    public Component Component => Desk.Component;

    /// <summary>The store that decides.</summary>
    public IMigratableStore RootOf(MigrationDocument document) => Sides.Of(document.Root);

    /// <summary>The other store.</summary>
    public IMigratableStore FollowerOf(MigrationDocument document) => Sides.Beside(document.Root);
}
