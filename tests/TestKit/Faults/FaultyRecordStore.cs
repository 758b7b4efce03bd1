using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.TestKit.Faults;

/// <summary>A store whose calls fail as a script or a seed says. It tells the truth about what is known.</summary>
public sealed class FaultyRecordStore(IRecordStore inner, SeededFaults? seeded = null) : IRecordStore
{
    private readonly FaultScript _writes = new();
    private readonly FaultScript _reads = new();
    private int _writeCount;

    public string Name => inner.Name;

    /// <summary>The store without the faults.</summary>
    public IRecordStore Inner => inner;

    /// <summary>How many writes were sent, repeats included.</summary>
    public int WriteCount => Volatile.Read(ref _writeCount);

    /// <summary>The faults of the next writes, in their order. Writes beyond the script go well.</summary>
    public void OnWrites(params ReadOnlySpan<Fault> faults) => _writes.Add(faults);

    /// <summary>The faults of the next reads: unavailable or hold.</summary>
    public void OnReads(params ReadOnlySpan<Fault> faults) => _reads.Add(faults);

    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        var fault = _reads.Next();
        if (fault.Kind == FaultKind.Unavailable)
        {
            throw Unavailable();
        }

        await HoldAsync(fault, cancellation);
        return await inner.ReadAsync(key, epoch, cancellation);
    }

    public async ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        // What is cancelled before it is sent can neither arrive nor get lost.
        cancellation.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _writeCount);
        var fault = _writes.Next() is { Kind: not FaultKind.None } scripted ? scripted : seeded?.Next() ?? Fault.None;
        switch (fault.Kind)
        {
            case FaultKind.Unavailable:
                throw Unavailable();
            case FaultKind.LoseRequest:
                throw Lost();
            case FaultKind.LoseAnswer:
                await inner.WriteAsync(write, cancellation);
                throw Lost();
            case FaultKind.ArriveLate:
                _ = ArriveAsync(write, fault);
                throw Lost();
            default:
                await HoldAsync(fault, cancellation);
                return await inner.WriteAsync(write, cancellation);
        }
    }

    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => inner.WalkAsync(component, keyPrefix, after, cancellation);

    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => inner.RaiseFenceAsync(component, lowest, cancellation);

    private static Task HoldAsync(Fault fault, CancellationToken cancellation)
        => fault.Kind == FaultKind.Hold ? fault.WaitAsync(cancellation) : Task.CompletedTask;

    private async Task ArriveAsync(RecordWrite write, Fault fault)
    {
        try
        {
            await fault.WaitAsync(CancellationToken.None);
            await inner.WriteAsync(write, CancellationToken.None);
        }
        finally
        {
            fault.Arrive();
        }
    }

    private StoreUnavailableException Unavailable() => new($"A test made {Name} unavailable. Nothing was written.");

    private OutcomeUnknownException Lost() => new($"A test lost the answer of {Name}.");
}
