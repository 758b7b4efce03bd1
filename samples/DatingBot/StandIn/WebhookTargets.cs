namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>Where updates are delivered. Several instances of a bot take turns, as behind a load balancer.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal sealed class WebhookTargets
{
    private readonly Signal _set = new();
    private readonly Lock _gate = new();
    private readonly List<WebhookTarget> _all = [];
    private int _turn;

    /// <summary>How many instances have set a webhook.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    public void Set(WebhookTarget target)
    {
        lock (_gate)
        {
            _all.RemoveAll(t => t.Url == target.Url);
            _all.Add(target);
        }

        _set.Change();
    }

    public void Clear()
    {
        lock (_gate)
        {
            _all.Clear();
        }
    }

    /// <summary>The one whose turn it is; waits for the first one.</summary>
    public async Task<WebhookTarget> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var set = _set.Next;
            lock (_gate)
            {
                if (_all.Count > 0)
                {
                    return _all[_turn++ % _all.Count];
                }
            }

            await set.WaitAsync(cancellation);
        }
    }

    /// <summary>Waits until so many instances have set a webhook.</summary>
    public async Task WaitAsync(int count, CancellationToken cancellation)
    {
        while (true)
        {
            var set = _set.Next;
            if (Count >= count)
            {
                return;
            }

            await set.WaitAsync(cancellation);
        }
    }
}
