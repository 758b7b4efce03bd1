using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>One component of an open store: its reader and its writer.</summary>
internal sealed class JsonComponent : IDisposable
{
    private static readonly TimeSpan OpeningLockTimeout = TimeSpan.FromSeconds(30);

    private readonly ComponentContext _context;
    private readonly BatchWriter _writer;

    public JsonComponent(ComponentContext context)
    {
        _context = context;
        _writer = new BatchWriter(context);
        Reader = new RecordReader(context.Lock, context.Fence, context.Root, JsonRecordStore.StoreName, context.Time,
            context.Options.OperationTimeout, context.Reads, context.Probe);
        Document = TextAt(ComponentFiles.DocumentOf(context.Component), "the migration document");
        Debt = TextAt(ComponentFiles.DebtOf(context.Component), "the debt file");
    }

    /// <summary>Reads without the lock.</summary>
    public RecordReader Reader { get; }

    /// <summary>What is decided about the component.</summary>
    public DurableText Document { get; }

    /// <summary>What its follower may lack.</summary>
    public DurableText Debt { get; }

    /// <summary>The lowest epoch that it accepts now.</summary>
    /// <exception cref="StoreUnavailableException">The fence is missing or unreadable.</exception>
    public Epoch ReadFence() => _context.Fence.Read();

    /// <summary>The process that holds the lock of the component now, as far as the kernel tells.</summary>
    public int? FindLockHolder() => _context.Lock.FindHolder();

    /// <summary>Replays what needs it. That may take longer than a call: it ends when it is done.</summary>
    /// <remarks>
    /// Another process may be replaying, so the lock is waited for longer than by a write. The wait has an end all the
    /// same, since a frozen holder has to be named at some time.
    /// </remarks>
    public Task OpenAsync(CancellationToken cancellation)
    {
        var lockTimeout = _context.Options.LockTimeout;
        lockTimeout = lockTimeout > OpeningLockTimeout ? lockTimeout : OpeningLockTimeout;
        return AwaitAsync(ActOf(static _ => true, lockTimeout), Timeout.InfiniteTimeSpan, cancellation);
    }

    public Task<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        RefuseIfStopped();
        var queued = QueuedWrite.Make(write, _context.Time.GetTimestamp(), _context.Options.LockTimeout);
        return AwaitAsync(queued, _context.Options.OperationTimeout, cancellation);
    }

    /// <summary>Brings a copy in if it is newer. It shares batches with live writes.</summary>
    public Task<CopyResult> CopyAsync(RecordCopy copy, CancellationToken cancellation)
    {
        RefuseIfStopped();
        var queued = new QueuedCopy(copy)
        {
            QueuedAt = _context.Time.GetTimestamp(),
            LockTimeout = _context.Options.LockTimeout,
        };
        return AwaitAsync(queued, _context.Options.OperationTimeout, cancellation);
    }

    /// <summary>Runs something alone under the lock.</summary>
    /// <param name="act">What to do.</param>
    /// <param name="limit">How long the caller waits.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public Task<T> RunAsync<T>(
        Func<LockedComponent, T> act, TimeSpan limit, CancellationToken cancellation)
        => AwaitAsync(ActOf(act, _context.Options.LockTimeout), limit, cancellation);

    /// <summary>Runs something alone under the lock, within the time of a call.</summary>
    public Task<T> RunAsync<T>(Func<LockedComponent, T> act, CancellationToken cancellation)
        => RunAsync(act, _context.Options.OperationTimeout, cancellation);

    /// <summary>The last entry that a checkpoint should cover; null when there is nothing to do.</summary>
    public long? CheckpointTarget
        => _context.StoppedBecause is null && _writer.AwaitsCheckpoint is > 0 and var target ? target : null;

    /// <summary>Notes a checkpoint; the next holder of the lock will know it.</summary>
    public void NoteFlushed(long sequence) => _writer.NoteFlushed(sequence);

    /// <summary>Ends writing, because the file system could not be flushed.</summary>
    public void Stop(Exception cause)
        => _context.Stop($"the file system could not be flushed ({cause.Message})", cause);

    /// <summary>Finishes what waits.</summary>
    public Task StopAsync() => _writer.StopAsync();

    /// <summary>Records a last checkpoint if that is possible. Only after <see cref="StopAsync"/>.</summary>
    /// <remarks>Without the record a replay after the next boot does more than it needs to, and nothing else.</remarks>
    public void RecordCheckpoint(long sequence)
    {
        try
        {
            if (_context.Lock.TryTake())
            {
                RecordLocked(sequence);
            }
        }
        catch (Exception e) when (e is LibcException or StoreUnavailableException)
        {
            _context.Log.CheckpointNotRecorded(e, _context.Component.Name);
        }
    }

    public void Dispose() => _context.Dispose();

    private DurableText TextAt(string relative, string what)
        => new($"{_context.Root}/{relative}", what, _context.Probe);

    private void RefuseIfStopped()
    {
        if (_context.StoppedBecause is { } why)
        {
            throw JsonErrors.WritingStopped(_context.Component, why);
        }
    }

    private void RecordLocked(long sequence)
    {
        try
        {
            if (_context.Lock.Read().State is { } state && state.Boot == _context.Boot && !state.InBatch)
            {
                new LockedComponent(_context, state).NoteCheckpoint(sequence);
            }
        }
        finally
        {
            _context.Lock.Release();
        }
    }

    private QueuedAct<T> ActOf<T>(Func<LockedComponent, T> act, TimeSpan lockTimeout)
        => new(act) { QueuedAt = _context.Time.GetTimestamp(), LockTimeout = lockTimeout };

    private async Task<T> AwaitAsync<T>(QueuedWork<T> work, TimeSpan limit, CancellationToken cancellation)
    {
        _writer.Add(work);
        try
        {
            return await work.Answer.WaitAsync(limit, _context.Time, cancellation);
        }
        catch (TimeoutException) when (!work.Answer.IsCompleted)
        {
            throw work.TryAbandon()
                ? JsonErrors.StillQueued(_context.Component, limit)
                : JsonErrors.OutcomeUnknown(_context.Component, limit);
        }
        catch (TimeoutException)
        {
            return await work.Answer;
        }
        catch (OperationCanceledException)
        {
            work.TryAbandon();
            throw;
        }
    }
}
