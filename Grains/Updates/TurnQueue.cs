using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Updates;

/// <summary>Gives one caller at a time its turn.</summary>
/// <remarks>
/// A turn is held by signs of life, and a place in the queue too: between two calls a caller keeps its place for
/// <see cref="PlaceAge"/>, so that a later one does not slip past it. Used on one scheduler only. Nothing of it is
/// stored: that a turn is over is decided by what is stored when it commits.
/// </remarks>
internal sealed class TurnQueue(TimeProvider time)
{
    /// <summary>A turn without a sign of life for so long is over.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PlaceAge = TimeSpan.FromSeconds(4);

    /// <summary>In a busy group some update always waits: what is none waits no longer for all of them.</summary>
    private static readonly TimeSpan ActsWait = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Guid, Place> _places = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _arrivals;
    private Turn? _current;

    /// <summary>The turn that is held under a ticket; null when it is over.</summary>
    public Turn? Held(Guid ticket)
    {
        if (_current?.Request.Ticket != ticket || IsOver(_current))
        {
            return null;
        }

        _current.SeenAt = time.GetTimestamp();
        return _current;
    }

    /// <summary>Waits for the turn of a request.</summary>
    /// <returns>Null when the time was not enough; the place is kept for a while.</returns>
    public async Task<Turn?> WaitAsync(TurnRequest request)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            if (TryTake(request) is { } turn)
            {
                return turn;
            }

            var left = request.WaitMax - time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await UntilChangedAsync(left);
        }
    }

    /// <summary>Ends a turn or gives a place up.</summary>
    public void End(Guid ticket)
    {
        _current = _current?.Request.Ticket == ticket ? null : _current;
        _places.Remove(ticket);
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private Turn? TryTake(TurnRequest request)
    {
        if (Held(request.Ticket) is { } held)
        {
            return held;
        }

        var now = time.GetTimestamp();
        _places[request.Ticket] = _places.TryGetValue(request.Ticket, out var before)
            ? before with { SeenAt = now }
            : new Place(request.UpdateId is > 0 and var id ? id : null, _arrivals++, now, now);
        if (_current is not null && !IsOver(_current))
        {
            return null;
        }

        foreach (var (ticket, place) in _places.Where(p => time.GetElapsedTime(p.Value.SeenAt, now) > PlaceAge))
        {
            _places.Remove(ticket);
        }

        if (_places.MinBy(p => (OrderOf(p.Value, now), p.Value.Arrival)).Key != request.Ticket)
        {
            return null;
        }

        _places.Remove(request.Ticket);
        return _current = new Turn(request) { SeenAt = now };
    }

    /// <summary>Acts of the bot come after the updates that wait, and before them after a while.</summary>
    private long OrderOf(Place place, long now) => place.UpdateId
        ?? (time.GetElapsedTime(place.ArrivedAt, now) > ActsWait ? long.MinValue : long.MaxValue);

    private bool IsOver(Turn turn) => !turn.IsCommitting && time.GetElapsedTime(turn.SeenAt) > Lease;

    /// <summary>Ends when the turn may have become free: by an end, by a lease, or by a place that ran out.</summary>
    private async Task UntilChangedAsync(TimeSpan left)
    {
        using var over = new CancellationTokenSource();
        var pause = left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);
        await Task.WhenAny(_changed.Task, Task.Delay(pause, time, over.Token));
        await over.CancelAsync();
    }

    private readonly record struct Place(long? UpdateId, long Arrival, long ArrivedAt, long SeenAt);
}
