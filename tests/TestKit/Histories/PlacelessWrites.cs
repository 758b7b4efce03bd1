namespace HybridOrleans.TestKit.Histories;

/// <summary>The writes of one key that were not told which revision they made, such as deletes.</summary>
/// <remarks>
/// Each is above what was known when it began. One that is acknowledged needs a revision of its own, which nobody else
/// made and which is not above what was told after it had ended.
/// </remarks>
internal sealed class PlacelessWrites
{
    private readonly List<(Act Act, long AtLeast)> _writes = [];
    private readonly IReadOnlyList<Act> _told;

    public PlacelessWrites(IReadOnlyList<Act> acts, IReadOnlyList<Act> told)
    {
        _told = told;
        foreach (var write in acts.Where(act => act.IsPlaceless).OrderBy(act => act.Began))
        {
            var known = Math.Max(
                told.Where(act => act.Ended < write.Began).Select(act => act.Revision).DefaultIfEmpty().Max(),
                Acknowledged.Where(w => w.Ended < write.Began).Select(w => w.Revision).DefaultIfEmpty().Max());
            _writes.Add((write, known + 1));
        }
    }

    /// <summary>Those that are in, each with the lowest revision that it can be.</summary>
    public IEnumerable<Act> Acknowledged => _writes
        .Where(write => write.Act.Outcome == ActOutcome.Done)
        .Select(write => write.Act with { Revision = write.AtLeast });

    /// <summary>Those that may have made a revision.</summary>
    public IEnumerable<Act> CandidatesFor(long revision)
        => _writes.Where(write => write.AtLeast <= revision).Select(write => write.Act);

    /// <summary>Acknowledged writes for which none of the revisions is left, each for one write.</summary>
    /// <param name="free">Revisions that may be theirs.</param>
    public IEnumerable<Act> WithoutPlace(IEnumerable<long> free)
    {
        // For each revision, upwards, the write that must be placed first: no other choice places more of them.
        var open = Acknowledged.Select(write => (Act: write, AtMost: AtMostOf(write))).ToList();
        foreach (var revision in free.Order())
        {
            var fitting = open.Where(write => write.Act.Revision <= revision && revision <= write.AtMost).ToList();
            if (fitting.Count > 0)
            {
                open.Remove(fitting.MinBy(write => write.AtMost));
            }
        }

        return open.Select(write => write.Act);
    }

    private long AtMostOf(Act write)
        => _told.Where(act => act.Began > write.Ended && act.Kind != ActKind.CachedRead && !act.MadeRevision)
            .Select(act => act.Revision)
            .Concat(_told.Where(act => act.Began > write.Ended && act.MadeRevision).Select(act => act.Revision - 1))
            .DefaultIfEmpty(long.MaxValue).Min();
}
