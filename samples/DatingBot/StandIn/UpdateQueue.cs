using Telegram.Bot.Types;

namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>The updates that the bot has not confirmed yet, numbered in the order in which they came.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal sealed class UpdateQueue(Disorder disorder, int firstId)
{
    private readonly Signal _changed = new();
    private readonly Lock _gate = new();
    private readonly Random _random = new(disorder.Seed);
    private readonly SortedDictionary<int, Update> _waiting = [];
    private readonly List<Update> _again = [];
    private int _lastId = firstId - 1;
    private int _taken;

    public void Add(Action<Update> fill)
    {
        lock (_gate)
        {
            var update = new Update { Id = ++_lastId };
            fill(update);
            _waiting.Add(update.Id, update);
        }

        _changed.Change();
    }

    /// <summary>Waits until every update is confirmed.</summary>
    public async Task EmptyAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var changed = _changed.Next;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    return;
                }
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>What <c>getUpdates</c> answers: at once when updates wait, else when the first one comes.</summary>
    /// <param name="offset">Those with a smaller id are confirmed.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Ends the waiting; the answer is empty then.</param>
    public async Task<IReadOnlyList<Update>> PollAsync(long offset, int limit, CancellationToken cancellation)
    {
        Confirm(id => id < offset);
        while (true)
        {
            var changed = _changed.Next;
            if (Page(limit) is { Length: > 0 } page)
            {
                return page;
            }

            await changed.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellation.IsCancellationRequested)
            {
                return [];
            }
        }
    }

    /// <summary>Takes the updates that no webhook was given yet; waits for the first one.</summary>
    public async Task<IReadOnlyList<Update>> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var changed = _changed.Next;
            lock (_gate)
            {
                var fresh = _waiting.Values.Where(u => u.Id > _taken).ToList();
                _taken = _lastId;
                if (fresh.Count > 0)
                {
                    return fresh;
                }
            }

            await changed.WaitAsync(cancellation);
        }
    }

    public void Confirm(Predicate<int> isConfirmed)
    {
        lock (_gate)
        {
            foreach (var update in _waiting.Values.Where(u => isConfirmed(u.Id)).ToList())
            {
                _waiting.Remove(update.Id);
                if (disorder.Twice)
                {
                    _again.Add(update);
                }
            }
        }

        _changed.Change();
    }

    private Update[] Page(int limit)
    {
        lock (_gate)
        {
            var page = _again.Concat(_waiting.Values).Take(limit).ToArray();
            _again.Clear();
            return Ordered(page);
        }
    }

    private Update[] Ordered(IReadOnlyList<Update> updates)
    {
        var ordered = updates.ToArray();
        if (disorder.Shuffled)
        {
            _random.Shuffle(ordered);
        }

        return ordered;
    }
}
