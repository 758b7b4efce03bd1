namespace HybridOrleans.Grains.Records;

/// <summary>Asks once for everybody who comes meanwhile; the question begins after each of them has come.</summary>
/// <remarks>Used by one activation only, on its scheduler. Nothing of an answer is kept.</remarks>
internal sealed class SharedQuestion<T>(Func<Task<T>> ask)
{
    private Task<T>? _running;
    private Task<T>? _next;

    /// <summary>The answer to a question that begins now or later.</summary>
    public Task<T> AskAsync()
        => _running is { IsCompleted: false } running ? _next ??= AskAfterAsync(running) : Begin();

    private Task<T> Begin()
    {
        var asked = RunAsync();
        _running = asked.IsCompleted ? null : asked;
        return asked;
    }

    private async Task<T> AskAfterAsync(Task<T> running)
    {
        await ((Task)running).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _next = null;
        return await Begin();
    }

    private async Task<T> RunAsync()
    {
        try
        {
            return await ask();
        }
        finally
        {
            _running = null;
        }
    }
}
