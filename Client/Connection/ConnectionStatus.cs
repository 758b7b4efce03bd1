using Microsoft.Extensions.Logging;

namespace HybridOrleans.Client.Connection;

/// <summary>The state of the connection, and everybody who waits for it.</summary>
/// <remarks>Thread-safe. Handlers run under the lock of the changes, so that they see them in order.</remarks>
internal sealed class ConnectionStatus(IHybridConnection owner, ILogger logger) : IDisposable
{
    private readonly Lock _changes = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _lost = new();
    private ConnectionState _state = ConnectionState.Connecting;

    public event EventHandler<ConnectionState>? Changed;

    public ConnectionState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Cancelled when the present connection is lost; calls under way end with it.</summary>
    public CancellationToken Lost
    {
        get
        {
            lock (_gate)
            {
                return _lost.Token;
            }
        }
    }

    public void Set(ConnectionState state)
    {
        lock (_changes)
        {
            TaskCompletionSource changed;
            CancellationTokenSource? ended = null;
            lock (_gate)
            {
                if (_state == state)
                {
                    return;
                }

                _state = state;
                (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
                if (state == ConnectionState.Lost)
                {
                    (ended, _lost) = (_lost, new CancellationTokenSource());
                }
            }

            Log.StateChanged(logger, state);
            ended?.Cancel();
            ended?.Dispose();
            changed.SetResult();
            Changed?.Invoke(owner, state);
        }
    }

    public async Task WaitAsync(ConnectionState state, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_state == state)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    public void Dispose() => _lost.Dispose();
}
