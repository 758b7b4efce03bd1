namespace HybridOrleans.TestKit.Histories;

/// <summary>The history of one key.</summary>
public sealed class KeyHistory
{
    private readonly string _key;
    private readonly List<Violation> _violations = [];
    private readonly List<Act> _told;
    private readonly ILookup<long, Act> _accepted;
    private readonly ILookup<long, Act> _possible;
    private readonly PlacelessWrites _placeless;

    public KeyHistory(string key, IReadOnlyList<Act> acts)
    {
        _key = key;
        _told = [.. acts.Where(act => act.TellsRevision)];
        _accepted = acts.Where(act => act.MadeRevision).ToLookup(act => act.Revision);

        // A delete of a key that was never written makes no revision, whatever became of it.
        _possible = acts
            .Where(act => act is { Kind: ActKind.Write, Outcome: ActOutcome.Unknown, Expected: not Act.Untold })
            .Where(act => act.Body is not null || act.Expected > 0)
            .ToLookup(act => act.Expected + 1);
        _placeless = new PlacelessWrites(acts, _told);
    }

    public IReadOnlyList<Violation> Check()
    {
        CheckWriters();
        foreach (var act in _told.Where(act => !act.MadeRevision))
        {
            CheckAnswer(act);
        }

        CheckTimes();
        CheckClients();
        CheckFuture();
        return _violations;
    }

    /// <summary>The acts that may have made a revision.</summary>
    private IEnumerable<Act> WritersOf(long revision)
        => _accepted.Contains(revision)
            ? _accepted[revision]
            : _possible[revision].Concat(_placeless.CandidatesFor(revision));

    private void CheckWriters()
    {
        foreach (var ofRevision in _accepted)
        {
            if (ofRevision.Count() > 1)
            {
                Add(ViolationKind.Fork, $"revision {ofRevision.Key} was acknowledged twice", [.. ofRevision]);
            }

            foreach (var act in ofRevision.Where(act => act.Revision != act.Expected + 1))
            {
                Add(ViolationKind.Order, "the revision is not the next one", act);
            }
        }

        var newest = _told.Count == 0 ? 0 : _told.Max(act => act.Revision);
        for (var revision = 1L; revision <= newest; revision++)
        {
            if (!WritersOf(revision).Any())
            {
                Add(ViolationKind.NoWriter, $"nobody wrote revision {revision}",
                    [.. _told.Where(act => act.Revision == revision)]);
            }
        }

        foreach (var act in _placeless.WithoutPlace(FreeRevisions(newest)))
        {
            Add(ViolationKind.Lost, "no revision can be that of an acknowledged write", act);
        }

        // Writes of unknown outcome may compete for a revision, but only one of them can be seen.
        foreach (var seen in _told.Where(act => act.Kind != ActKind.Write).GroupBy(act => act.Revision))
        {
            if (seen.Select(act => (act.Id, act.Body)).Distinct().Count() > 1)
            {
                Add(ViolationKind.Fork, $"revision {seen.Key} was seen as two",
                    [.. seen.DistinctBy(act => (act.Id, act.Body))]);
            }
        }
    }

    /// <summary>Revisions that nobody is known to have made, and that nobody saw with a body.</summary>
    private IEnumerable<long> FreeRevisions(long newest)
    {
        var withBody = _told.Where(act => act.Kind != ActKind.Write && act.Body is not null)
            .Select(act => act.Revision).ToHashSet();
        for (var revision = 1L; revision <= newest; revision++)
        {
            if (!_accepted.Contains(revision) && !withBody.Contains(revision))
            {
                yield return revision;
            }
        }
    }

    private void CheckAnswer(Act act)
    {
        if (act.Outcome == ActOutcome.Conflict)
        {
            if (act.Revision == act.Expected)
            {
                Add(ViolationKind.FalseConflict, "the expected revision stood", act);
            }

            return;
        }

        if (act.Revision == 0)
        {
            if (act.Body is not null)
            {
                Add(ViolationKind.NoWriter, "a body without a revision", act);
            }

            return;
        }

        var writers = WritersOf(act.Revision).ToList();
        if (act.Kind == ActKind.Write)
        {
            // A delete of what is not there says that a tombstone stands.
            if (writers.Count > 0 && writers.TrueForAll(writer => writer.Body is not null))
            {
                Add(ViolationKind.WrongBody, "a delete found nothing where a body was", [act, .. writers]);
            }
        }
        else if (writers.Count > 0 && !writers.Exists(writer => writer.Id == act.Id && writer.Body == act.Body))
        {
            var deleted = writers.TrueForAll(writer => writer.Body is null) && act.Body is not null;
            var kind = deleted ? ViolationKind.Resurrected : ViolationKind.WrongBody;
            Add(kind, "not what was written", [act, .. writers]);
        }
    }

    /// <summary>What is known when an act begins is the newest of the answers before it.</summary>
    private void CheckTimes()
        => CheckTimes(
            _told, [.. _told, .. _placeless.Acknowledged],
            act => act.Kind != ActKind.CachedRead || act.SureAt is not null, KindOfLate);

    /// <summary>Memory may be behind others, and never behind what the same client knows.</summary>
    private void CheckClients()
    {
        foreach (var ofClient in _told.Concat(_placeless.Acknowledged).GroupBy(act => act.Who))
        {
            CheckTimes(
                [.. ofClient.Select(act => act with { SureAt = null })], [.. ofClient],
                act => act.Kind == ActKind.CachedRead, (_, _) => ViolationKind.WentBack);
        }
    }

    private void CheckTimes(
        IReadOnlyList<Act> told, IReadOnlyList<Act> known, Func<Act, bool> isJudged,
        Func<Act, Act, ViolationKind> kindOf)
    {
        var ended = known.OrderBy(act => act.Ended).ToList();
        Act? newest = null;
        var next = 0;
        foreach (var act in told.Where(isJudged).OrderBy(SureAt))
        {
            for (; next < ended.Count && ended[next].Ended < SureAt(act); next++)
            {
                newest = newest is null || ended[next].Revision > newest.Revision ? ended[next] : newest;
            }

            if (newest is null)
            {
                continue;
            }

            if (act.MadeRevision ? act.Revision <= newest.Revision : act.Revision < newest.Revision)
            {
                Add(kindOf(act, newest), "older than what was known before", act, newest);
            }
        }
    }

    private static long SureAt(Act act) => act.SureAt ?? act.Began;

    private ViolationKind KindOfLate(Act act, Act newest) => act.Kind switch
    {
        ActKind.Final => ViolationKind.Lost,
        ActKind.Write when act.MadeRevision => ViolationKind.Order,
        ActKind.Read when act.Body is not null && WritersOf(newest.Revision).All(w => w.Body is null)
            => ViolationKind.Resurrected,
        _ => ViolationKind.Stale,
    };

    /// <summary>Whoever knows a revision knows all before it, so that their writers must have begun.</summary>
    private void CheckFuture()
    {
        Act? earliest = null;
        var told = _told.OrderByDescending(act => act.Revision).ToList();
        var next = 0;
        for (var revision = told.Count == 0 ? 0 : told[0].Revision; revision > 0; revision--)
        {
            for (; next < told.Count && told[next].Revision >= revision; next++)
            {
                earliest = earliest is null || told[next].Ended < earliest.Ended ? told[next] : earliest;
            }

            var writer = WritersOf(revision).MinBy(act => act.Began);
            if (writer is not null && earliest is not null && writer.Began > earliest.Ended)
            {
                Add(ViolationKind.Future, $"revision {revision} was known before it was written", earliest, writer);
            }
        }
    }

    private void Add(ViolationKind kind, string text, params ReadOnlySpan<Act> acts)
        => _violations.Add(new Violation(kind, _key, $"{text}; {string.Join(" | ", acts.ToArray().Take(6))}"));
}
