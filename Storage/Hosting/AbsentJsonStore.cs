using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Stands for the JSON side of a silo that has no JSON root: every call fails as unavailable.</summary>
/// <remarks>A silo whose components began in PostgreSQL makes no root that nobody writes.</remarks>
internal sealed class AbsentJsonStore : IMigratableStore, IMigrationDocuments, IChangeLog, IDebtLedger, IQuarantine
{
    public string Name => "json";

    public Guid StoreId => Guid.Empty;

    public IMigrationDocuments Documents => this;

    public IChangeLog Changes => this;

    public IQuarantine Quarantine => this;

    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => throw Absent();

    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation) => throw Absent();

    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation) => throw Absent();

    /// <remarks>A root that is not there accepts nothing, of whatever epoch.</remarks>
    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => new(lowest);

    public ValueTask<Epoch> ReadFenceAsync(Component component, CancellationToken cancellation) => throw Absent();

    public ValueTask<IReadOnlyList<CopyResult>> PutIfNewerAsync(
        IReadOnlyList<RecordCopy> copies, CancellationToken cancellation) => throw Absent();

    public ValueTask<RecordDigest?> DigestAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => throw Absent();

    public IAsyncEnumerable<RecordDigest> WalkDigestsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation) => throw Absent();

    public IAsyncEnumerable<(RecordKey Key, StoredRecord? Record)> WalkRecordsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation) => throw Absent();

    public ValueTask<long> EstimateCountAsync(Component component, CancellationToken cancellation) => throw Absent();

    public IAsyncEnumerable<Finding> AssessAsync(Component component, CancellationToken cancellation)
        => throw Absent();

    ValueTask<MigrationDocument?> IMigrationDocuments.ReadAsync(Component component, CancellationToken cancellation)
        => throw Absent();

    public ValueTask<bool> TryWriteAsync(
        MigrationDocument document, long expectedVersion, CancellationToken cancellation) => throw Absent();

    public ValueTask<ChangePosition> StartAsync(Component component, CancellationToken cancellation)
        => throw Absent();

    ValueTask<ChangePage> IChangeLog.ReadAsync(
        Component component, ChangePosition after, int max, CancellationToken cancellation) => throw Absent();

    public ValueTask TrimAsync(Component component, ChangePosition upTo, CancellationToken cancellation)
        => throw Absent();

    /// <remarks>It lists nothing.</remarks>
    public ValueTask StopAsync(Component component, CancellationToken cancellation) => ValueTask.CompletedTask;

    ValueTask<DebtState> IDebtLedger.ReadAsync(Component component, CancellationToken cancellation)
        => throw Absent();

    public ValueTask RaiseAsync(Component component, CancellationToken cancellation) => throw Absent();

    public ValueTask<long> BeginPayingAsync(Component component, CancellationToken cancellation) => throw Absent();

    public ValueTask<bool> TryPayAsync(Component component, long generation, CancellationToken cancellation)
        => throw Absent();

    public ValueTask KeepAsync(QuarantinedItem item, CancellationToken cancellation) => throw Absent();

    public ValueTask RemoveItemAsync(QuarantinedItem item, CancellationToken cancellation) => throw Absent();

    public ValueTask RemoveAsync(string owner, IReadOnlyList<string> origins, CancellationToken cancellation)
        => throw Absent();

    public IAsyncEnumerable<QuarantinedItem> ListAsync(string owner, CancellationToken cancellation)
        => throw Absent();

    private static StoreUnavailableException Absent() => new(
        "This silo has no JSON root: its components began in PostgreSQL. Nothing was read or written.");
}
