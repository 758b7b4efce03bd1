using Telegram.Bot.Types;

namespace HybridOrleans.Samples.DatingBot.Telegram;

/// <summary>How far the poller is: what it may confirm, and what is handled beyond that.</summary>
/// <remarks>Pages are opened and closed by one caller; updates are done by many.</remarks>
internal sealed class PollingPlace
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _done = [];
    private int[] _page = [];

    /// <summary>What to ask from: everything before it is confirmed by that.</summary>
    public int Offset { get; private set; }

    /// <summary>Whether all of the last page was handled.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Begins a page.</summary>
    /// <returns>What is to be handled, the lowest id first.</returns>
    public IReadOnlyList<Update> Open(IReadOnlyList<Update> updates)
    {
        _page = [.. updates.Select(u => u.Id)];
        return [.. updates.DistinctBy(u => u.Id).OrderBy(u => u.Id).Where(u => !_done.Contains(u.Id))];
    }

    /// <summary>An update is handled.</summary>
    public void Done(int id)
    {
        lock (_gate)
        {
            _done.Add(id);
        }
    }

    /// <summary>Ends a page: what is handled without a gap is confirmed by the next question.</summary>
    public void Close()
    {
        var open = _page.Where(id => !_done.Contains(id)).ToList();
        IsComplete = open.Count == 0;
        if (_page.Length > 0)
        {
            // After a quiet week Telegram begins anywhere, so that an offset may fall, too.
            Offset = IsComplete ? _page.Max() + 1 : open.Min();
        }

        _done.RemoveWhere(id => id < Offset || IsComplete);
    }
}
