namespace HybridOrleans.Storage.Routing;

/// <summary>Work that nobody waits for, at most so many pieces at a time.</summary>
/// <remarks>Safe for many callers at once. Each piece has limits of its own and reports its own errors.</remarks>
internal sealed class Background(int piecesMax)
{
    private readonly Lock _gate = new();
    private int _pieces;
    private TaskCompletionSource? _idle;

    /// <summary>Begins a piece of work, or answers false when too many are under way.</summary>
    public bool TryRun(Func<Task> work)
    {
        lock (_gate)
        {
            if (_pieces >= piecesMax)
            {
                return false;
            }

            _pieces++;
        }

        // Off the caller's scheduler: an activation may go away before the work is done.
        _ = Task.Run(() => RunAsync(work));
        return true;
    }

    /// <summary>Ends when nothing is under way.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _pieces == 0
                ? Task.CompletedTask
                : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        finally
        {
            lock (_gate)
            {
                if (--_pieces == 0)
                {
                    _idle?.TrySetResult();
                    _idle = null;
                }
            }
        }
    }
}
