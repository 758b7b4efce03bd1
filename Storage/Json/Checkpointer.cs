namespace HybridOrleans.Storage.Json;

/// <summary>Flushes the file system now and then: halves of journals can be reused, and replays stay short.</summary>
internal sealed class Checkpointer : IDisposable
{
    private readonly IReadOnlyCollection<JsonComponent> _components;
    private readonly FileSystemFlush _fileSystem;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly IProbe? _probe;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public Checkpointer(
        IReadOnlyCollection<JsonComponent> components,
        FileSystemFlush fileSystem,
        TimeSpan interval,
        TimeProvider time,
        IProbe? probe)
    {
        (_components, _fileSystem, _interval, _time, _probe) = (components, fileSystem, interval, time, probe);
        _loop = LoopAsync(_stop.Token);
    }

    /// <summary>Ends the loop; a flush that runs is waited for.</summary>
    public Task StopAsync()
    {
        _stop.Cancel();
        return _loop;
    }

    /// <summary>Flushes once, after everything else has ended, and records it.</summary>
    public Task FinishAsync() => OnOwnThread(() => Flush((component, target) => component.RecordCheckpoint(target)));

    public void Dispose() => _stop.Dispose();

    private async Task LoopAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_interval, _time, stop);
                if (_components.Any(c => c.CheckpointTarget is not null))
                {
                    await OnOwnThread(() => Flush((component, target) => component.NoteFlushed(target)));
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The store closes.
        }
    }

    private void Flush(Action<JsonComponent, long> note)
    {
        // The targets are taken first: what is applied after the flush has begun may not be covered by it.
        var targets = _components.Select(c => (Component: c, Target: c.CheckpointTarget))
            .Where(t => t.Target is not null).ToArray();
        if (targets.Length == 0)
        {
            return;
        }

        try
        {
            _fileSystem.Flush();
        }
        catch (LibcException e)
        {
            foreach (var (component, _) in targets)
            {
                component.Stop(e);
            }

            return;
        }

        _probe?.Reached(ProbePoint.CheckpointFlushed);
        foreach (var (component, target) in targets)
        {
            note(component, target!.Value);
        }
    }

    // A flush can take seconds; a thread of the pool must not be held for that.
    private static Task OnOwnThread(Action act)
        => Task.Factory.StartNew(
            act,
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
}
