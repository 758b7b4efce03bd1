using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>What waits for the writer of a component, in order. Safe for many callers and one writer.</summary>
internal sealed class WorkQueue(long bytesMax)
{
    private readonly object _gate = new();
    private readonly LinkedList<QueuedWork> _waiting = new();
    private long _bytes;
    private bool _isNudged;
    private bool _isStopped;

    /// <summary>The memory that the waiting work holds, roughly.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>True when no more work is taken.</summary>
    public bool IsStopped
    {
        get
        {
            lock (_gate)
            {
                return _isStopped;
            }
        }
    }

    /// <summary>Adds work at the end.</summary>
    /// <returns>False when too much waits, or the queue is stopped.</returns>
    public bool TryAdd(QueuedWork work)
    {
        lock (_gate)
        {
            if (_isStopped || (_bytes > 0 && _bytes + work.Bytes > bytesMax))
            {
                return false;
            }

            _waiting.AddLast(work);
            _bytes += work.Bytes;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Wakes the writer though nothing may wait.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            _isNudged = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes no more work; what waits is still done.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Blocks the writer's own thread until there is work or a nudge.</summary>
    /// <returns>False when the queue is stopped and empty.</returns>
    public bool WaitForWork()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isNudged && !_isStopped)
            {
                Monitor.Wait(_gate);
            }

            _isNudged = false;
            return _waiting.Count > 0 || !_isStopped;
        }
    }

    /// <summary>Takes what may share a batch: one act alone, or changes of different keys.</summary>
    /// <remarks>A second change of a key stays for the next batch, and so do all others of that key.</remarks>
    public IReadOnlyList<QueuedWork> Take(int recordsMax, long batchBytesMax)
    {
        var taken = new List<QueuedWork>();
        var keys = new HashSet<RecordKey>();
        lock (_gate)
        {
            for (var node = _waiting.First; node is not null && taken.Count < recordsMax;)
            {
                var (work, next) = (node.Value, node.Next);
                var change = work as IQueuedChange;
                if ((change is null && taken.Count > 0) || (taken.Count > 0 && work.Bytes > batchBytesMax))
                {
                    break;
                }

                if (change is null || keys.Add(change.Key))
                {
                    Remove(node);
                    if (work.TryTake())
                    {
                        taken.Add(work);
                        batchBytesMax -= work.Bytes;
                        if (change is null)
                        {
                            break;
                        }
                    }
                    else if (change is not null)
                    {
                        keys.Remove(change.Key);
                    }
                }

                node = next;
            }
        }

        return taken;
    }

    /// <summary>Removes from the front what waits too long, and what its callers gave up.</summary>
    public IReadOnlyList<QueuedWork> TakeLate(Func<QueuedWork, bool> isLate)
    {
        var taken = new List<QueuedWork>();
        lock (_gate)
        {
            for (var node = _waiting.First; node is not null && isLate(node.Value); node = _waiting.First)
            {
                Remove(node);
                if (node.Value.TryTake())
                {
                    taken.Add(node.Value);
                }
            }
        }

        return taken;
    }

    private void Remove(LinkedListNode<QueuedWork> node)
    {
        _waiting.Remove(node);
        _bytes -= node.Value.Bytes;
    }
}
