using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Updates;

/// <summary>Which order keys of a bot to look at, and when. Used on one scheduler only.</summary>
internal sealed class DeskBook(TimeProvider time)
{
    /// <summary>Who takes an order key and is not heard of again has lost it after so long.</summary>
    private static readonly TimeSpan TakenFor = TimeSpan.FromSeconds(30);

    private readonly Dictionary<SessionOwner, DeskEntry> _entries = [];
    private readonly PriorityQueue<SessionOwner, DateTimeOffset> _queue = new();

    /// <summary>Something is to be done at a time or earlier.</summary>
    public void Note(SessionOwner owner, DateTimeOffset due)
    {
        if (!_entries.TryGetValue(owner, out var entry))
        {
            _entries[owner] = entry = new DeskEntry { Due = due };
            _queue.Enqueue(owner, due);
        }
        else if (entry.IsTaken)
        {
            entry.Noted = entry.Noted < due ? entry.Noted : due;
        }
        else if (due < entry.Due)
        {
            Set(owner, entry, due);
        }
    }

    /// <summary>Takes those whose time has come.</summary>
    public IReadOnlyList<SessionOwner> Take(int countMax)
    {
        var now = time.GetUtcNow();
        var taken = new List<SessionOwner>();
        while (taken.Count < countMax && _queue.TryPeek(out var owner, out var due) && due <= now)
        {
            _queue.Dequeue();

            // An entry that was moved is in the queue at its old time, too.
            if (_entries.TryGetValue(owner, out var entry) && entry.Due == due)
            {
                Set(owner, entry, now + TakenFor);
                entry.IsTaken = true;
                taken.Add(owner);
            }
        }

        return taken;
    }

    /// <summary>Somebody has looked, and says when to look again.</summary>
    public void Done(SessionOwner owner, TimeSpan? after)
    {
        if (!_entries.TryGetValue(owner, out var entry))
        {
            return;
        }

        var next = after is { } pause ? time.GetUtcNow() + pause : (DateTimeOffset?)null;
        next = entry.Noted is { } noted && !(next < noted) ? noted : next;
        (entry.IsTaken, entry.Noted) = (false, null);
        if (next is { } due)
        {
            Set(owner, entry, due);
        }
        else
        {
            _entries.Remove(owner);
        }
    }

    private void Set(SessionOwner owner, DeskEntry entry, DateTimeOffset due)
    {
        entry.Due = due;
        _queue.Enqueue(owner, due);
    }
}
