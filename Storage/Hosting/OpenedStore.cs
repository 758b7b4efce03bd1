using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Repair;

namespace HybridOrleans.Storage.Hosting;

/// <summary>A store in use, with what belongs to it.</summary>
/// <param name="Records">The records.</param>
/// <param name="Quarantine">Where superseded and unreadable bytes of these records go.</param>
/// <param name="Repair">Null for a store that nobody can edit by hand.</param>
internal sealed record OpenedStore(IRecordStore Records, IQuarantine Quarantine, IRecordRepair? Repair)
    : IAsyncDisposable
{
    /// <summary>Finishes what is under way and closes the store.</summary>
    public ValueTask DisposeAsync()
        => Records is IAsyncDisposable store ? store.DisposeAsync() : ValueTask.CompletedTask;
}
