using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>Lets the calls of this process for one order key in one after another, in their order. Thread-safe.
/// </summary>
internal sealed class TurnLanes
{
    private readonly Dictionary<SessionKey, Task> _last = [];

    /// <summary>Runs an action when those before it are over.</summary>
    public async Task<T> RunAsync<T>(SessionKey key, Func<Task<T>> action, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_last)
        {
            before = _last.GetValueOrDefault(key) ?? Task.CompletedTask;
            _last[key] = over.Task;
        }

        try
        {
            await before.WaitAsync(cancellation);
            return await action();
        }
        finally
        {
            _ = EndAsync(key, before, over);
        }
    }

    /// <summary>Who gives up while he waits lets the next one in only when those before him are over.</summary>
    private async Task EndAsync(SessionKey key, Task before, TaskCompletionSource over)
    {
        await before;
        lock (_last)
        {
            if (_last.GetValueOrDefault(key) == over.Task)
            {
                _last.Remove(key);
            }
        }

        over.SetResult();
    }
}
