using System.Runtime.CompilerServices;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.TestKit.Faults;

/// <summary>A side of a migration whose calls fail as a script or a seed says, or all while it is down.</summary>
/// <remarks>A copy that is lost, or whose answer is, looks unavailable to the caller, who may repeat it.</remarks>
public sealed class FaultyMigratableStore(
    IMigratableStore inner, SeededFaults? seeded = null, IMigrationDocuments? documents = null) : IMigratableStore
{
    /// <summary>So many records of a walk come together.</summary>
    private const int PageRecords = 16;

    private readonly FaultyRecordStore _records = new(inner, seeded);
    private readonly FaultScript _copies = new();
    private readonly FaultScript _digests = new();
    private readonly FaultScript _pages = new();
    private int _calls;

    public string Name => inner.Name;

    public Guid StoreId => inner.StoreId;

    /// <summary>The store without the faults.</summary>
    public IMigratableStore Inner => inner;

    /// <summary>While true every call is refused, as by a server that does not run.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many calls came, of any kind and also while it was down.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public IMigrationDocuments Documents
        => new FaultyMigrationDocuments(documents ?? inner.Documents, () => IsDown ? Unavailable() : null);

    public IChangeLog Changes => IsDown ? throw Unavailable() : inner.Changes;

    public IDivergenceTable? Divergences => IsDown ? throw Unavailable() : inner.Divergences;

    public IQuarantine Quarantine => IsDown ? throw Unavailable() : inner.Quarantine;

    /// <summary>The faults of the next writes.</summary>
    public void OnWrites(params ReadOnlySpan<Fault> faults) => _records.OnWrites(faults);

    /// <summary>The faults of the next reads: unavailable or hold.</summary>
    public void OnReads(params ReadOnlySpan<Fault> faults) => _records.OnReads(faults);

    /// <summary>The faults of the next calls that bring copies in.</summary>
    public void OnCopies(params ReadOnlySpan<Fault> faults) => _copies.Add(faults);

    /// <summary>The faults of the next looks at one key: unavailable or hold.</summary>
    public void OnDigests(params ReadOnlySpan<Fault> faults) => _digests.Add(faults);

    /// <summary>The faults of the next pages of walks: unavailable or hold.</summary>
    public void OnPages(params ReadOnlySpan<Fault> faults) => _pages.Add(faults);

    public ValueTask PurgeAsync(Component component, IReadOnlyList<RecordKey> keys, CancellationToken cancellation)
    {
        Enter();
        return inner.PurgeAsync(component, keys, cancellation);
    }

    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        Enter();
        return _records.ReadAsync(key, epoch, cancellation);
    }

    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        Enter();
        return _records.WriteAsync(write, cancellation);
    }

    public async ValueTask<RecordDigest?> DigestAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        Enter();
        await MeetAsync(_digests, cancellation);
        return await inner.DigestAsync(key, epoch, cancellation);
    }

    public ValueTask<RecordStamp?> StampAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        Enter();
        return inner.StampAsync(key, epoch, cancellation);
    }

    public async ValueTask<IReadOnlyList<CopyResult>> PutIfNewerAsync(
        IReadOnlyList<RecordCopy> copies, CancellationToken cancellation)
    {
        Enter();
        cancellation.ThrowIfCancellationRequested();
        var fault = _copies.Next() is { Kind: not FaultKind.None } scripted ? scripted : seeded?.Next() ?? Fault.None;
        switch (fault.Kind)
        {
            case FaultKind.Unavailable or FaultKind.LoseRequest:
                throw Unavailable();
            case FaultKind.LoseAnswer:
                await inner.PutIfNewerAsync(copies, cancellation);
                throw Unavailable();
            case FaultKind.ArriveLate:
                _ = ArriveAsync(copies, fault);
                throw Unavailable();
            case FaultKind.Hold:
                await fault.WaitAsync(cancellation);
                break;
        }

        return await inner.PutIfNewerAsync(copies, cancellation);
    }

    public ValueTask<Epoch> ReadFenceAsync(Component component, CancellationToken cancellation)
    {
        Enter();
        return inner.ReadFenceAsync(component, cancellation);
    }

    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
    {
        Enter();
        return inner.RaiseFenceAsync(component, lowest, cancellation);
    }

    public ValueTask<long> EstimateCountAsync(Component component, CancellationToken cancellation)
    {
        Enter();
        return inner.EstimateCountAsync(component, cancellation);
    }

    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => FailingAsync(inner.WalkAsync(component, keyPrefix, after, cancellation), cancellation);

    public IAsyncEnumerable<RecordDigest> WalkDigestsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation)
        => FailingAsync(inner.WalkDigestsAsync(component, after, pace, cancellation), cancellation);

    public IAsyncEnumerable<(RecordKey Key, StoredRecord? Record)> WalkRecordsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation)
        => FailingAsync(inner.WalkRecordsAsync(component, after, pace, cancellation), cancellation);

    public IAsyncEnumerable<Finding> AssessAsync(Component component, CancellationToken cancellation)
        => FailingAsync(inner.AssessAsync(component, cancellation), cancellation);

    private void Enter()
    {
        Interlocked.Increment(ref _calls);
        if (IsDown)
        {
            throw Unavailable();
        }
    }

    private async ValueTask MeetAsync(FaultScript calls, CancellationToken cancellation)
    {
        var fault = calls.Next();
        if (fault.Kind == FaultKind.Hold)
        {
            await fault.WaitAsync(cancellation);
        }
        else if (fault.Kind != FaultKind.None)
        {
            throw Unavailable();
        }
    }

    private async Task ArriveAsync(IReadOnlyList<RecordCopy> copies, Fault fault)
    {
        try
        {
            await fault.WaitAsync(CancellationToken.None);
            await inner.PutIfNewerAsync(copies, CancellationToken.None);
        }
        finally
        {
            fault.Arrive();
        }
    }

    /// <summary>A walk that also ends in the middle when the store goes down.</summary>
    private async IAsyncEnumerable<T> FailingAsync<T>(
        IAsyncEnumerable<T> walk, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Enter();
        var count = 0;
        await foreach (var met in walk.WithCancellation(cancellation))
        {
            if (count++ % PageRecords == 0)
            {
                await MeetAsync(_pages, cancellation);
            }

            yield return IsDown ? throw Unavailable() : met;
        }
    }

    private StoreUnavailableException Unavailable() => new($"A test made {Name} unavailable. Repeat the call.");
}
