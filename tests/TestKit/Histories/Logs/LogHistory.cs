namespace HybridOrleans.TestKit.Histories.Logs;

/// <summary>The history of one log: entries are numbered from 1, and none ever goes.</summary>
internal sealed class LogHistory
{
    private readonly string _key;
    private readonly List<Violation> _violations = [];
    private readonly List<LogAct> _readings;
    private readonly List<LogAct> _appends;
    private readonly Dictionary<string, AppendedEntry> _appended;
    private readonly Dictionary<long, SeenEntry> _places = [];

    public LogHistory(string key, IReadOnlyList<LogAct> acts)
    {
        _key = key;
        _readings = [.. acts.Where(act => act.IsReading).OrderBy(act => act.Kind != ActKind.Final)];
        _appends = [.. acts.Where(act => act.Kind == ActKind.Write)];
        _appended = _appends
            .SelectMany(act => act.Entries, (act, entry) => (Act: act, Entry: entry))
            .GroupBy(append => append.Entry.Id)
            .ToDictionary(group => group.Key, group => new AppendedEntry(group.Key, [.. group]));
    }

    public IReadOnlyList<Violation> Check()
    {
        _readings.ForEach(CheckReading);
        CheckPlaces();
        foreach (var entry in _appended.Values)
        {
            CheckAcknowledged(entry);
        }

        CheckOrder();
        CheckKnown(
            _readings, _ => true,
            act => act.Kind == ActKind.CachedRead ? act.SureAt ?? 0 : act.Began,
            act => act.Kind == ActKind.Final ? ViolationKind.Lost : ViolationKind.Stale);
        foreach (var who in _readings.Select(act => act.Who).Distinct().ToList())
        {
            CheckKnown(
                _readings.Where(act => act.Who == who), known => known == who,
                act => act.Began, _ => ViolationKind.WentBack);
        }

        return _violations;
    }

    /// <summary>One answer by itself, and against what others saw at the same places.</summary>
    private void CheckReading(LogAct act)
    {
        if (act.Wanted is { } wanted)
        {
            var until = Math.Min(act.Next, wanted.From + wanted.Count);
            var numbers = Enumerable.Range(0, (int)Math.Max(0, until - wanted.From)).Select(n => wanted.From + n);
            if (!act.Entries.Select(entry => entry.Sequence).SequenceEqual(numbers))
            {
                Add(ViolationKind.Missing, $"the answer is not numbers {wanted.From} to {until - 1}", act);
            }
        }

        foreach (var entry in act.Entries)
        {
            if (!_places.TryAdd(entry.Sequence, entry) && _places[entry.Sequence] is var other && other != entry)
            {
                Add(ViolationKind.Fork, $"number {entry.Sequence} was seen as {entry} and {other}", act);
            }

            if (_appended.TryGetValue(entry.Id, out var appended))
            {
                appended.SeenAt(act.Ended);
                if (act.Ended < appended.Began)
                {
                    Add(ViolationKind.Future, $"{entry} was seen before it was appended", act, appended.Act);
                }
            }
        }
    }

    private void CheckPlaces()
    {
        foreach (var ofId in _places.Values.GroupBy(entry => entry.Id).Where(group => group.Count() > 1))
        {
            Add(ViolationKind.Duplicate, $"{ofId.Key} is there as {string.Join(", ", ofId.Select(e => e.Sequence))}");
        }

        foreach (var entry in _places.Values)
        {
            if (!_appended.TryGetValue(entry.Id, out var appended) || !appended.MayBeIn)
            {
                Add(ViolationKind.NoWriter, $"nobody appended {entry}");
            }
            else if (appended.Body != entry.Body)
            {
                Add(ViolationKind.WrongBody, $"{entry} is not what was appended: {appended.Body}", appended.Act);
            }
        }
    }

    private void CheckAcknowledged(AppendedEntry entry)
    {
        if (entry.Told.Count > 1)
        {
            Add(ViolationKind.Duplicate, $"{entry.Id} was told as {string.Join(", ", entry.Told)}", entry.Act);
        }

        foreach (var told in entry.Told.Where(told => _places.GetValueOrDefault(told)?.Id != entry.Id))
        {
            Add(ViolationKind.Lost, $"{entry.Id} is not number {told}: {_places.GetValueOrDefault(told)}", entry.Act);
        }
    }

    /// <summary>What was known to be in when an append began comes before it.</summary>
    private void CheckOrder()
    {
        var placed = _places.Values.Where(entry => _appended.ContainsKey(entry.Id))
            .Select(entry => (entry.Sequence, Appended: _appended[entry.Id])).ToList();
        var known = placed.OrderBy(entry => entry.Appended.KnownAt).ToList();
        var (next, newest) = (0, 0L);
        foreach (var (sequence, appended) in placed.OrderBy(entry => entry.Appended.Began))
        {
            for (; next < known.Count && known[next].Appended.KnownAt < appended.Began; next++)
            {
                newest = Math.Max(newest, known[next].Sequence);
            }

            if (sequence <= newest)
            {
                Add(ViolationKind.Order, $"{appended.Id} is number {sequence}, and {newest} was there before it began",
                    appended.Act);
            }
        }
    }

    /// <summary>No answer has less than what was acknowledged or read before a moment of it.</summary>
    private void CheckKnown(
        IEnumerable<LogAct> readings, Func<string, bool> isKnownTo, Func<LogAct, long> sureAt,
        Func<LogAct, ViolationKind> kind)
    {
        var appends = _appends.Where(act => act.Outcome == ActOutcome.Done);
        var known = _readings.Select(act => (act.Who, At: act.Ended, act.Next))
            .Concat(appends.Select(act => (act.Who, At: act.Ended, Next: act.Entries.Max(e => e.Sequence) + 1)))
            .Where(fact => isKnownTo(fact.Who)).OrderBy(fact => fact.At).ToList();
        var (next, newest) = (0, 1L);
        foreach (var act in readings.OrderBy(sureAt))
        {
            for (; next < known.Count && known[next].At < sureAt(act); next++)
            {
                newest = Math.Max(newest, known[next].Next);
            }

            if (act.Next < newest)
            {
                Add(kind(act), $"its end is older than {newest}, which was known before", act);
            }
        }
    }

    private void Add(ViolationKind kind, string text, params ReadOnlySpan<LogAct> acts)
        => _violations.Add(new Violation(kind, _key, $"{text}; {string.Join(" | ", acts.ToArray().Take(4))}"));
}
