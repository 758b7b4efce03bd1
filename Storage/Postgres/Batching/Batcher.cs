using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Batching;

/// <summary>Lets requests share round trips: nobody waits for a free lane, all who wait go together.</summary>
/// <remarks>
/// A lane takes everything that waits, up to the limits, and runs it as one batch; the batches of all lanes are on the
/// way at the same time. Writes of one key are never on the way twice: not within a batch, where the server would tell
/// both callers that they won, and not in two lanes, where one would wait for a row lock with all its neighbours. The
/// lanes of many batchers share a number of turns; a batch is made up when its lane has its turn, not before.
/// </remarks>
internal sealed class Batcher<TRequest> : IAsyncDisposable
    where TRequest : BatchRequest
{
    /// <summary>After such a batch its callers get the time to come back, so that the next is as large.</summary>
    private const int LargeBatch = 8;

    private readonly BatchLimits _limits;
    private readonly SemaphoreSlim _turns;
    private readonly Func<IReadOnlyList<TRequest>, Task> _run;
    private readonly Lock _gate = new();
    private readonly HashSet<RecordKey> _keysOnTheWay = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<TRequest> _waiting = [];
    private int _lanesBusy;
    private bool _isClosed;

    /// <param name="limits">How much a batch may hold, and how many may be on the way.</param>
    /// <param name="turns">Taken for each batch, and shared with other batchers.</param>
    /// <param name="run">Answers every request of a batch; it must not throw.</param>
    public Batcher(BatchLimits limits, SemaphoreSlim turns, Func<IReadOnlyList<TRequest>, Task> run)
    {
        _limits = limits;
        _turns = turns;
        _run = run;
    }

    /// <summary>Puts a request in line. It is answered, failed, or withdrawn by its caller.</summary>
    /// <returns>False when the store is closed, and then the request is not taken.</returns>
    public bool TryAdd(TRequest request)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _waiting.Add(request);
            if (_lanesBusy == _limits.Lanes)
            {
                return true;
            }

            _lanesBusy++;
        }

        // The first batch goes out on the caller's thread, which spares a call that comes alone a change of threads.
        // The lane goes on elsewhere, without the caller's ambient values, which are none of the other callers'.
        using (ExecutionContext.SuppressFlow())
        {
            _ = RunLaneAsync();
        }

        return true;
    }

    /// <summary>Ends when everything that was in line is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (_lanesBusy == 0)
            {
                _idle.TrySetResult();
            }
        }

        await _idle.Task;
    }

    private async Task RunLaneAsync()
    {
        while (await RunBatchAsync().ConfigureAwait(false) is var size and > 0)
        {
            if (size >= LargeBatch)
            {
                await YieldAsync().ConfigureAwait(false);
            }
        }
    }

    /// <returns>The size of the batch; 0 when nothing could go, and then the lane is over.</returns>
    private async Task<int> RunBatchAsync()
    {
        await _turns.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Take() is not { } batch)
            {
                return 0;
            }

            try
            {
                await _run(batch).ConfigureAwait(false);
            }
            finally
            {
                Release(batch);
            }

            return batch.Count;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Goes to the end of the thread pool's line, behind the callers that were just answered.</summary>
    private static Task YieldAsync()
    {
        var behind = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static t => t.SetResult(), behind, preferLocal: false);
        return behind.Task;
    }

    /// <summary>The next batch; null when nothing can go, and then the lane is over.</summary>
    private List<TRequest>? Take()
    {
        lock (_gate)
        {
            var batch = new List<TRequest>(Math.Min(_waiting.Count, _limits.SizeMax));
            var left = new List<TRequest>();
            var bytes = 0L;
            foreach (var request in _waiting)
            {
                if (request.IsWithdrawn)
                {
                    continue;
                }

                var hasRoom = batch.Count < _limits.SizeMax
                    && (batch.Count == 0 || bytes + request.Bytes <= _limits.BytesMax);
                if (!hasRoom || (request.NeedsKeyAlone && !_keysOnTheWay.Add(request.Key)))
                {
                    left.Add(request);
                    continue;
                }

                batch.Add(request);
                bytes += request.Bytes;
            }

            _waiting = left;
            if (batch.Count > 0)
            {
                return batch;
            }

            _lanesBusy--;
            if (_isClosed && _lanesBusy == 0)
            {
                _idle.TrySetResult();
            }

            return null;
        }
    }

    private void Release(List<TRequest> batch)
    {
        lock (_gate)
        {
            foreach (var request in batch.Where(r => r.NeedsKeyAlone))
            {
                _keysOnTheWay.Remove(request.Key);
            }
        }
    }
}
