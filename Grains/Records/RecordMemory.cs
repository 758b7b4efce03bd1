using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace HybridOrleans.Grains.Records;

/// <summary>
/// The record that one activation holds: the newest revision that a store has confirmed, and nothing else.
/// </summary>
/// <remarks>
/// A value on its way to the store lives in an object of its own, which replaces <see cref="Known"/> only once it is
/// acknowledged. So a read beside a write cannot see it, and a write that did not happen leaves nothing to restore.
/// Orleans' own bridge (<c>IPersistentState</c>) keeps the uncommitted value in its state, answers a read from one that
/// began before it, and reads while the grain activates, where an error costs every caller five seconds and reaches
/// clients as a type that they do not have. Used by one activation only, on its scheduler.
/// </remarks>
internal sealed class RecordMemory(
    RecordKind kind, IGrainStorage storage, GrainId grain, TimeProvider time, ILogger logger)
{
    private bool _retired;
    private Task<HeldRecord>? _loading;

    // The highest revision that a store ever confirmed to this activation. It outlives what is remembered, so that a
    // store that went back is refused by every later read too.
    private long _floor;

    /// <summary>What the record is.</summary>
    public RecordKind Kind => kind;

    /// <summary>
    /// The newest acknowledged revision; null before the first read, while the store is known to hold another one, and
    /// for good after a doubtful write.
    /// </summary>
    public HeldRecord? Known { get; private set; }

    /// <summary>The highest revision that a store ever confirmed to this activation.</summary>
    public long Floor => _floor;

    /// <summary>How long ago the store confirmed a revision.</summary>
    public TimeSpan AgeOf(HeldRecord held) => time.GetElapsedTime(held.ConfirmedAt);

    /// <summary>The known revision, or the stored one when none is known yet.</summary>
    public ValueTask<HeldRecord> GetAsync(CancellationToken cancellation)
        => Known is { } known ? new(known) : _retired ? ReadAsync(cancellation) : LoadAsync(cancellation);

    /// <summary>Asks the store, by a read that begins now.</summary>
    /// <exception cref="HybridException">The store did not answer, or its answer cannot be true.</exception>
    public async ValueTask<HeldRecord> ReadAsync(CancellationToken cancellation)
    {
        var floor = _floor;
        var begun = time.GetTimestamp();
        var state = new GrainState<RecordState>(new RecordState());
        try
        {
            await storage.ReadStateAsync(kind.StateName, grain, state, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.ReadFailed(logger, kind.Noun, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }

        var stored = new HeldRecord(state, begun);
        if (stored.Revision < floor)
        {
            Known = null;
            throw WentBack(stored.Revision, floor);
        }

        return Adopt(stored);
    }

    /// <summary>Takes note that the store, asked at a time, still held a revision.</summary>
    /// <returns>What is known then, which may be newer; null when nothing is.</returns>
    public HeldRecord? Confirm(HeldRecord held, long askedAt)
    {
        if (ReferenceEquals(Known, held))
        {
            Known = held.ConfirmedAgain(askedAt);
        }

        return Known?.Revision >= held.Revision ? Known : null;
    }

    /// <summary>Writes the revision after <paramref name="basis"/>; a null body deletes.</summary>
    /// <returns>The acknowledged revision; null when another writer was faster, and then nothing was written.</returns>
    /// <exception cref="HybridException">Nothing was written, or the outcome is unknown.</exception>
    /// <exception cref="OperationCanceledException">The write may have happened.</exception>
    public async ValueTask<HeldRecord?> WriteAsync(HeldRecord basis, RecordBody? body, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var candidate = new GrainState<RecordState>(new RecordState { Body = body }, basis.ETag)
        {
            RecordExists = basis.Body is not null,
        };
        try
        {
            await (body is null
                ? storage.ClearStateAsync(kind.StateName, grain, candidate, cancellation)
                : storage.WriteStateAsync(kind.StateName, grain, candidate, cancellation));
        }
        catch (InconsistentStateException)
        {
            // The store has shown that it holds another revision. Were the next read to fail, the old one would go on
            // answering.
            Known = null;
            return null;
        }
        catch (Exception e)
        {
            if (!StorageErrors.NothingWasWritten(e))
            {
                Retire();
            }

            if (e is OperationCanceledException && cancellation.IsCancellationRequested)
            {
                throw;
            }

            Log.WriteFailed(logger, kind.Noun, StorageErrors.Describe(e));
            throw StorageErrors.OfWrite(e);
        }

        return Adopt(new HeldRecord(candidate, begun));
    }

    /// <summary>True after a write whose outcome is not known: this activation remembers nothing any more.</summary>
    public bool IsRetired => _retired;

    /// <summary>The error of a read that found less than was acknowledged.</summary>
    public DataDamagedException WentBack(long stored, long seen) => new(
        $"The store holds revision {stored} of the {kind.Noun}, though revision {seen} was acknowledged: an older copy "
        + "of the data was put in its place. Nothing was changed. Bring the newer data back, or restart silos and "
        + "clients to go on with what is there.");

    private void Retire()
    {
        _retired = true;
        Known = null;
    }

    /// <summary>Answers never go back: a read that was overtaken by a write yields to it.</summary>
    private HeldRecord Adopt(HeldRecord confirmed)
    {
        _floor = Math.Max(_floor, confirmed.Revision);
        if (_retired)
        {
            return confirmed;
        }

        return Known = Known is { } known && known.Revision > confirmed.Revision ? known : confirmed;
    }

    /// <summary>The first callers of a cold record share one read.</summary>
    private async ValueTask<HeldRecord> LoadAsync(CancellationToken cancellation)
    {
        var loading = _loading is { IsCompleted: false } ? _loading : _loading = ReadAsync(default).AsTask();
        try
        {
            return await loading.WaitAsync(cancellation);
        }
        finally
        {
            // A finished task would keep the first body alive beside the present one.
            if (loading.IsCompleted && ReferenceEquals(_loading, loading))
            {
                _loading = null;
            }
        }
    }
}
