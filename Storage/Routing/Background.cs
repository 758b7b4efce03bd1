using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Routing;

/// <summary>Work on keys that nobody waits for: at most so many pieces at a time, and one for each key.</summary>
/// <remarks>Safe for many callers at once. Each piece has limits of its own and reports its own errors.</remarks>
internal sealed class Background(int piecesMax)
{
    private readonly Lock _gate = new();
    private readonly HashSet<RecordKey> _keys = [];
    private TaskCompletionSource? _idle;

    /// <summary>
    /// Begins a piece of work, or leaves it to the one that the key has already; false when too many are under way.
    /// </summary>
    /// <remarks>
    /// Stores do what they are asked for one key in turn. A key that is read often would else fill their lines with
    /// pieces of work that all do the same, and the writes of that key would wait behind them.
    /// </remarks>
    public bool TryRun(RecordKey key, Func<Task> work)
    {
        lock (_gate)
        {
            if (_keys.Contains(key))
            {
                return true;
            }

            if (_keys.Count >= piecesMax)
            {
                return false;
            }

            _keys.Add(key);
        }

        // Off the caller's scheduler: an activation may go away before the work is done.
        _ = Task.Run(() => RunAsync(key, work));
        return true;
    }

    /// <summary>Ends when nothing is under way.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _keys.Count == 0
                ? Task.CompletedTask
                : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private async Task RunAsync(RecordKey key, Func<Task> work)
    {
        try
        {
            await work();
        }
        finally
        {
            lock (_gate)
            {
                _keys.Remove(key);
                if (_keys.Count == 0)
                {
                    _idle?.TrySetResult();
                    _idle = null;
                }
            }
        }
    }
}
