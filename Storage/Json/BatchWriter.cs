namespace HybridOrleans.Storage.Json;

/// <summary>The one writer of a component in this process: takes the lock once for all that waits.</summary>
/// <remarks>
/// It has a thread of its own, because it spends its life in flushes and in waiting for the lock, and must not hold a
/// thread of the pool meanwhile. A batch is whatever waits when the lock is had: one write when the store is idle, many
/// under load, and nobody ever waits for a batch to fill.
/// </remarks>
internal sealed class BatchWriter
{
    /// <summary>How often a busy lock is tried again.</summary>
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(1);

    /// <summary>How long the lock is left alone for another process that asked for it.</summary>
    private static readonly TimeSpan LockGap = TimeSpan.FromMilliseconds(3);

    private readonly ComponentContext _context;
    private readonly Replay _replay;
    private readonly WorkQueue _queue;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _token = Random.Shared.NextInt64(1, long.MaxValue);
    private long _flushed;
    private long _written;
    private bool _isOpen;

    public BatchWriter(ComponentContext context)
    {
        _context = context;
        _replay = new Replay(context);
        _queue = new WorkQueue(context.Options.QueuedBytesMax);
        new Thread(Run) { IsBackground = true, Name = $"json-{context.Component.Name}" }.Start();
    }

    /// <summary>The last entry that this process wrote and applied, when no checkpoint covers it yet; else 0.</summary>
    public long AwaitsCheckpoint
    {
        get
        {
            var written = Interlocked.Read(ref _written);
            return written > Interlocked.Read(ref _flushed) ? written : 0;
        }
    }

    /// <summary>Adds work; its answer comes through itself.</summary>
    /// <exception cref="StoreUnavailableException">Too much waits already, or the store was closed.</exception>
    public void Add(QueuedWork work)
    {
        if (!_queue.TryAdd(work))
        {
            throw _queue.IsStopped
                ? JsonErrors.NotOpen()
                : JsonErrors.QueueIsFull(_context.Component, _queue.Bytes);
        }
    }

    /// <summary>Notes that all files up to an entry are durable; the next holder of the lock will know it.</summary>
    public void NoteFlushed(long sequence)
    {
        Interlocked.Exchange(ref _flushed, sequence);
        _queue.Nudge();
    }

    /// <summary>Finishes what waits and ends the thread.</summary>
    public Task StopAsync()
    {
        _queue.Stop();
        return _ended.Task;
    }

    private void Run()
    {
        using var never = new ManualResetEventSlim();
        while (_queue.WaitForWork())
        {
            IReadOnlyList<QueuedWork> taken = [];
            var isWanted = false;
            try
            {
                if (!TakeLock(never))
                {
                    continue;
                }

                taken = _queue.Take(_context.Options.BatchRecordsMax, _context.Journal.BatchBytesMax);
                isWanted = RunLocked(taken);
            }
            catch (Exception e)
            {
                StopAfter(e, taken);
            }

            _context.Probe?.Reached(ProbePoint.Unlocked);
            Announce(taken);
            if (isWanted)
            {
                never.Wait(LockGap);
            }
        }

        _ended.SetResult();
    }

    /// <returns>False when nothing waits any more.</returns>
    private bool TakeLock(ManualResetEventSlim never)
    {
        while (true)
        {
            try
            {
                if (_context.Lock.TryTake())
                {
                    return true;
                }

                // Many processes may wait at once, and the latest to ask is the one that is seen; each asks again soon.
                _context.Lock.WriteWanted(_token);
            }
            catch (Exception e) when (e is LibcException or StoreUnavailableException)
            {
                Fail(_queue.TakeLate(static _ => true), _ => JsonErrors.NotReady(_context.Component, e));
                return false;
            }

            Fail(_queue.TakeLate(IsLate), LockNotHad);
            if (_queue.IsEmpty)
            {
                return false;
            }

            never.Wait(LockPoll);
        }
    }

    private bool IsLate(QueuedWork work) => _context.Time.GetElapsedTime(work.QueuedAt) >= work.LockTimeout;

    private StoreUnavailableException LockNotHad(QueuedWork work)
    {
        try
        {
            _context.Probe?.Reached(ProbePoint.HolderSought);
            return JsonErrors.LockNotHad(_context.Component, _context.Lock.DescribeHolder(), work.LockTimeout);
        }
        catch (LibcException e)
        {
            // The time of these callers is up: they are told what is known.
            return JsonErrors.LockNotHad(_context.Component, "an unknown process", work.LockTimeout, e);
        }
    }

    private static void Fail(IReadOnlyList<QueuedWork> late, Func<QueuedWork, Exception> error)
    {
        if (late.Count == 0)
        {
            return;
        }

        // All of one component wait equally long, except for its opening, which is alone.
        var failure = error(late[0]);
        foreach (var work in late)
        {
            work.Fail(failure);
        }

        Announce(late);
    }

    /// <returns>True when another store waits for the lock.</returns>
    private bool RunLocked(IReadOnlyList<QueuedWork> taken)
    {
        try
        {
            _context.Probe?.Reached(ProbePoint.Locked);
            var content = _context.Lock.Read();
            Work(content, taken);
            if (content.WantedBy != 0)
            {
                _context.Lock.WriteWanted(0);
            }

            return content.WantedBy != 0 && content.WantedBy != _token;
        }
        finally
        {
            _context.Lock.Release();
        }
    }

    private void Work(LockContent content, IReadOnlyList<QueuedWork> taken)
    {
        LockedComponent component;
        try
        {
            component = new LockedComponent(_context, _replay.Ready(content, isOpening: !_isOpen));
            _isOpen = true;
        }
        catch (Exception e) when (e is LibcException or OrleansException)
        {
            var failure = e as StoreUnavailableException ?? JsonErrors.NotReady(_context.Component, e);
            foreach (var work in taken)
            {
                work.Fail(failure);
            }

            return;
        }

        component.NoteCheckpoint(Interlocked.Read(ref _flushed));
        var before = component.State.Applied;
        if (taken is [IQueuedAct act])
        {
            act.Run(component);
        }
        else
        {
            RunBatch(component, taken);
        }

        if (component.State.Applied > before)
        {
            Interlocked.Exchange(ref _written, component.State.Applied);
        }
    }

    private static void RunBatch(LockedComponent component, IReadOnlyList<QueuedWork> taken)
    {
        if (taken.Count == 0)
        {
            return;
        }

        var changes = taken.Cast<IQueuedChange>().ToArray();
        try
        {
            Batch.Run(component, changes);
        }
        catch (Exception e) when (e is LibcException or StoreUnavailableException)
        {
            // Only what comes before the first byte in the journal throws; the rest is noted change by change.
            var failure = e as StoreUnavailableException ?? JsonErrors.NotReady(component.Context.Component, e);
            foreach (var change in changes)
            {
                change.Fail(failure);
            }
        }
    }

    private void StopAfter(Exception error, IReadOnlyList<QueuedWork> taken)
    {
        // Nobody foresaw this, so nobody knows what was written.
        _context.Stop($"the writer failed ({error.Message})", error);
        foreach (var work in taken)
        {
            work.Fail(JsonErrors.FlushFailed(_context.Component, error));
        }
    }

    private static void Announce(IReadOnlyList<QueuedWork> works)
    {
        foreach (var work in works)
        {
            work.Announce();
        }
    }
}
