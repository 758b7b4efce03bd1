using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Repair;

namespace HybridOrleans.Storage.Hosting;

/// <summary>A store in use, with what belongs to it.</summary>
/// <param name="Records">The records.</param>
/// <param name="Quarantine">Where superseded and unreadable bytes of these records go.</param>
/// <param name="Repair">Null for a store that nobody can edit by hand.</param>
/// <param name="Debt">The ledger of the JSON side; null for every other store.</param>
/// <param name="Session">Notes in that ledger that this process may mirror; it ends before the store does.</param>
internal sealed record OpenedStore(
    IRecordStore Records,
    IQuarantine Quarantine,
    IRecordRepair? Repair,
    IDebtLedger? Debt = null,
    IAsyncDisposable? Session = null) : IAsyncDisposable
{
    /// <summary>The records as one side of a migration.</summary>
    public IMigratableStore Migratable => (IMigratableStore)Records;

    /// <summary>Finishes what is under way and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await using var store = Records as IAsyncDisposable;
        await using var session = Session;
    }
}
