namespace HybridOrleans.Storage.Migration;

/// <summary>Something that is worth doing once for all who ask for it at about the same time.</summary>
/// <remarks>
/// Whoever asks gets a run that begins after the call: the one under way may have looked before what made the caller
/// ask. All who ask while one is under way share the next one. Safe for many callers at once.
/// </remarks>
internal sealed class SharedRun<T>(Func<Task<T>> run)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task<T>? _next;

    /// <summary>Runs, together with everybody who has asked since the run under way has begun.</summary>
    public Task<T> RunAsync()
    {
        lock (_gate)
        {
            if (_next is null)
            {
                var running = _running;
                // Off the caller's scheduler: an activation that goes away must not take the run with it.
                _next = Task.Run(() => RunAfterAsync(running));
            }

            return _next;
        }
    }

    private async Task<T> RunAfterAsync(Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _running = _next!;
            _next = null;
        }

        return await run();
    }
}
