namespace HybridOrleans.Storage.Json;

/// <summary>A few threads that read from the disk, and may hang in it, in the place of their callers.</summary>
/// <remarks>
/// They are not the pool's: a disk that hangs would take those away from everything else in the process. They start
/// when they are needed and end when they are not. Safe for many callers.
/// </remarks>
internal sealed class ReadThreads : IDisposable
{
    private const int ThreadsMax = 16;
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly LinkedList<Action> _waiting = new();
    private int _threads;
    private int _idle;
    private bool _isStopped;

    /// <summary>Runs something on one of the threads.</summary>
    /// <exception cref="TimeoutException">It did not end in time. Unless it has begun, it never runs.</exception>
    public async Task<T> RunAsync<T>(
        Func<T> read, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var place = Add(() => Run(read, answer));
        try
        {
            return await answer.Task.WaitAsync(limit, time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !answer.Task.IsCompleted)
        {
            Remove(place);

            // It may fail later on, and that is then nobody's error.
            _ = answer.Task.ContinueWith(
                static t => _ = t.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Lets the threads end as soon as they can; one that hangs in the disk is left to it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static void Run<T>(Func<T> read, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.TrySetResult(read());
        }
        catch (Exception e)
        {
            answer.TrySetException(e);
        }
    }

    private LinkedListNode<Action> Add(Action act)
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                throw JsonErrors.NotOpen();
            }

            var place = _waiting.AddLast(act);
            if (_idle < _waiting.Count && _threads < ThreadsMax)
            {
                _threads++;
                new Thread(Loop) { IsBackground = true, Name = "json-read" }.Start();
            }
            else
            {
                Monitor.Pulse(_gate);
            }

            return place;
        }
    }

    private void Remove(LinkedListNode<Action> place)
    {
        lock (_gate)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
            }
        }
    }

    private void Loop()
    {
        while (Next() is { } act)
        {
            act();
        }
    }

    /// <returns>Null when the thread has to end.</returns>
    private Action? Next()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                _idle++;
                var isPulsed = !_isStopped && Monitor.Wait(_gate, IdleMax);
                _idle--;
                if (!isPulsed && _waiting.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            var act = _waiting.First!.Value;
            _waiting.RemoveFirst();
            return act;
        }
    }
}
