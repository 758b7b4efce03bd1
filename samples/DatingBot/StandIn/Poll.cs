namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>One call of <c>getUpdates</c>.</summary>
internal sealed class Poll : IDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly Lock _gate = new();
    private bool _isDisposed;

    public Poll(CancellationToken cancellation)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Ending = _ending.Token;
    }

    /// <summary>Cancelled when it is to answer with what it has.</summary>
    public CancellationToken Ending { get; }

    /// <summary>Whether another call took its place.</summary>
    public bool IsReplaced { get; private set; }

    public void EndAfter(TimeSpan time) => _ending.CancelAfter(time);

    public void Replace()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                IsReplaced = true;
                _ending.Cancel();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _ending.Dispose();
        }
    }
}
