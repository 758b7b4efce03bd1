using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.Migration.Simulating;

/// <summary>A memory store in a simulation: others may run before and after each call, and it may be down.</summary>
internal sealed class SimulatedStore(string name) : IMigratableStore, IMigrationDocuments, IChangeLog, IConnectionCut
{
    public MemoryRecordStore Memory { get; } = new(name);

    public bool IsDown { get; set; }

    /// <summary>The time that each call takes, and each 16 records of a walk.</summary>
    public Func<Task> Delay { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before copies are brought in.</summary>
    public Func<Task> BeforeCopies { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs before the old root's document names the new root.</summary>
    public Func<Task> BeforeSwitch { get; set; } = () => Task.CompletedTask;

    public string Name => Memory.Name;

    public Guid StoreId => Memory.StoreId;

    public IMigrationDocuments Documents => this;

    public IChangeLog Changes => this;

    public IDivergenceTable? Divergences => IsDown
        ? throw new StoreUnavailableException($"A test made {Name} unavailable.")
        : Memory.Divergences;

    public IQuarantine Quarantine => Memory.Quarantine;

    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => CallAsync(() => Memory.ReadAsync(key, epoch, cancellation), cancellation);

    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
        => CallAsync(() => Memory.WriteAsync(write, cancellation), cancellation);

    public ValueTask<RecordDigest?> DigestAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => CallAsync(() => Memory.DigestAsync(key, epoch, cancellation), cancellation);

    public async ValueTask<IReadOnlyList<CopyResult>> PutIfNewerAsync(
        IReadOnlyList<RecordCopy> copies, CancellationToken cancellation)
    {
        await BeforeCopies();
        return await CallAsync(() => Memory.PutIfNewerAsync(copies, cancellation), cancellation);
    }

    public ValueTask<Epoch> ReadFenceAsync(Component component, CancellationToken cancellation)
        => CallAsync(() => Memory.ReadFenceAsync(component, cancellation), cancellation);

    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => CallAsync(() => Memory.RaiseFenceAsync(component, lowest, cancellation), cancellation);

    public ValueTask<long> EstimateCountAsync(Component component, CancellationToken cancellation)
        => CallAsync(() => Memory.EstimateCountAsync(component, cancellation), cancellation);

    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => WalkAsync(Memory.WalkAsync(component, keyPrefix, after, cancellation), cancellation);

    public IAsyncEnumerable<RecordDigest> WalkDigestsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation)
        => WalkAsync(Memory.WalkDigestsAsync(component, after, pace, cancellation), cancellation);

    public IAsyncEnumerable<(RecordKey Key, StoredRecord? Record)> WalkRecordsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation)
        => WalkAsync(Memory.WalkRecordsAsync(component, after, pace, cancellation), cancellation);

    public IAsyncEnumerable<Finding> AssessAsync(Component component, CancellationToken cancellation)
        => WalkAsync(Memory.AssessAsync(component, cancellation), cancellation);

    public ValueTask<MigrationDocument?> ReadAsync(Component component, CancellationToken cancellation)
        => CallAsync(() => Memory.Documents.ReadAsync(component, cancellation), cancellation);

    public async ValueTask<bool> TryWriteAsync(
        MigrationDocument document, long expectedVersion, CancellationToken cancellation)
    {
        var stands = await Memory.Documents.ReadAsync(document.Component, cancellation);
        if (stands is { Switch: not null } && stands.Root != document.Root)
        {
            await BeforeSwitch();
        }

        return await CallAsync(
            () => Memory.Documents.TryWriteAsync(document, expectedVersion, cancellation), cancellation);
    }

    public ValueTask<ChangePosition> StartAsync(Component component, CancellationToken cancellation)
        => CallAsync(() => Memory.Changes.StartAsync(component, cancellation), cancellation);

    public ValueTask<ChangePage> ReadAsync(
        Component component, ChangePosition after, int max, CancellationToken cancellation)
        => CallAsync(() => Memory.Changes.ReadAsync(component, after, max, cancellation), cancellation);

    public async ValueTask TrimAsync(Component component, ChangePosition upTo, CancellationToken cancellation)
        => await CallAsync(
            async () =>
            {
                await Memory.Changes.TrimAsync(component, upTo, cancellation);
                return true;
            },
            cancellation);

    public async ValueTask StopAsync(Component component, CancellationToken cancellation)
        => await CallAsync(
            async () =>
            {
                await Memory.Changes.StopAsync(component, cancellation);
                return true;
            },
            cancellation);

    public async Task<long> CutAsync(Action begun, CancellationToken until)
    {
        RefuseWhenDown();
        var ended = new TaskCompletionSource();
        await using var registered = until.Register(ended.SetResult);
        IsDown = true;
        begun();
        await ended.Task;
        IsDown = false;
        return 3;
    }

    private async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellation)
    {
        await Task.Yield();
        await Delay();
        cancellation.ThrowIfCancellationRequested();
        RefuseWhenDown();
        var result = await call();
        await Task.Yield();
        return result;
    }

    private async IAsyncEnumerable<T> WalkAsync<T>(
        IAsyncEnumerable<T> walk, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        var met = 0;
        await foreach (var item in walk.WithCancellation(cancellation))
        {
            RefuseWhenDown();
            if (++met % 16 == 0)
            {
                await Task.Yield();
                await Delay();
            }

            yield return item;
        }
    }

    private void RefuseWhenDown()
    {
        if (IsDown)
        {
            throw new StoreUnavailableException($"A test made {Name} unavailable. Repeat the call.");
        }
    }
}
