namespace HybridOrleans.Grains.Updates.Sending;

/// <summary>Gives each send the earliest moment that no limit forbids. Used on one scheduler only.</summary>
/// <remarks>
/// Time is cut into slots of one send each, as many a second as the bot may send: so no second holds more, wherever it
/// begins. The moments of one chat are in the order in which they were asked for, at least the pause of a chat apart,
/// and in a group no minute holds more than its limit. What was given is never taken back.
/// </remarks>
internal sealed class SendSlots
{
    private static readonly TimeSpan GroupWindow = TimeSpan.FromMinutes(1);

    private readonly SendingOptions _options;
    private readonly TimeSpan _slot;
    private readonly HashSet<long> _taken = [];
    private readonly Dictionary<long, Queue<TimeSpan>> _chats = [];
    private readonly Dictionary<long, TimeSpan> _pauses = [];
    private TimeSpan _pausedUntil;
    private TimeSpan _cleanedAt;
    private long _firstFree;

    /// <summary>Begins with what an earlier one may have given: nothing in the first second.</summary>
    public SendSlots(SendingOptions options, TimeSpan now)
    {
        _options = options;
        _slot = TimeSpan.FromTicks((TimeSpan.TicksPerSecond + options.PerSecondMax - 1) / options.PerSecondMax);
        _pausedUntil = now + TimeSpan.FromSeconds(1);
    }

    /// <summary>The moment for a send to a chat.</summary>
    public TimeSpan Next(long chat, TimeSpan now)
    {
        Clean(now);
        var sent = _chats.TryGetValue(chat, out var before) ? before : _chats[chat] = new Queue<TimeSpan>();
        var earliest = Later(now, Later(_pausedUntil, _pauses.GetValueOrDefault(chat)));
        if (sent.Count > 0)
        {
            earliest = Later(earliest, sent.Last() + _options.ChatPause);
        }

        var perGroup = _options.PerGroupMinuteMax;
        if (chat < 0 && sent.Count >= perGroup)
        {
            earliest = Later(earliest, sent.ElementAt(sent.Count - perGroup) + GroupWindow);
        }

        var slot = Math.Max(_firstFree, (earliest.Ticks + _slot.Ticks - 1) / _slot.Ticks);
        while (!_taken.Add(slot))
        {
            slot++;
        }

        while (_taken.Contains(_firstFree))
        {
            _firstFree++;
        }

        var moment = TimeSpan.FromTicks(slot * _slot.Ticks);
        sent.Enqueue(moment);
        return moment;
    }

    /// <summary>Nothing more is given before a moment; null for all chats.</summary>
    public void Pause(long? chat, TimeSpan until)
    {
        if (chat is { } one)
        {
            _pauses[one] = Later(_pauses.GetValueOrDefault(one), until);
        }
        else
        {
            _pausedUntil = Later(_pausedUntil, until);
        }
    }

    /// <summary>Forgets what limits nothing any more, once a second.</summary>
    private void Clean(TimeSpan now)
    {
        if (now - _cleanedAt < TimeSpan.FromSeconds(1))
        {
            return;
        }

        _cleanedAt = now;
        var past = now.Ticks / _slot.Ticks;
        _firstFree = Math.Max(_firstFree, past);
        _taken.RemoveWhere(slot => slot < past);
        foreach (var (chat, sent) in _chats)
        {
            while (sent.TryPeek(out var oldest) && oldest + GroupWindow < now)
            {
                sent.Dequeue();
            }

            if (sent.Count == 0)
            {
                _chats.Remove(chat);
            }
        }

        foreach (var (chat, until) in _pauses)
        {
            if (until < now)
            {
                _pauses.Remove(chat);
            }
        }
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
