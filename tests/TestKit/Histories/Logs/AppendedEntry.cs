namespace HybridOrleans.TestKit.Histories.Logs;

/// <summary>All that is known of the appends of one id.</summary>
internal sealed class AppendedEntry(string id, IReadOnlyList<(LogAct Act, SeenEntry Entry)> appends)
{
    private long _seenAt = long.MaxValue;

    public string Id => id;

    public string Body => appends[0].Entry.Body;

    public LogAct Act => appends[0].Act;

    /// <summary>True when it may be in the log.</summary>
    public bool MayBeIn { get; } = appends.Any(append => append.Act.Outcome is ActOutcome.Done or ActOutcome.Unknown);

    /// <summary>The numbers that were acknowledged, each once; more than one is a duplicate.</summary>
    public IReadOnlyList<long> Told { get; } = [.. appends
        .Where(append => append.Act.Outcome == ActOutcome.Done)
        .Select(append => append.Entry.Sequence)
        .Distinct()];

    /// <summary>It was not in the log before this tick.</summary>
    public long Began { get; } = appends.Min(append => append.Act.Began);

    /// <summary>The first acknowledgement; <see cref="long.MaxValue"/> without any.</summary>
    public long AcknowledgedAt { get; } = appends
        .Where(append => append.Act.Outcome == ActOutcome.Done)
        .Select(append => append.Act.Ended)
        .DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>It is in the log from this tick on; <see cref="long.MaxValue"/> while nobody knows.</summary>
    public long KnownAt => Math.Min(AcknowledgedAt, _seenAt);

    public void SeenAt(long tick) => _seenAt = Math.Min(_seenAt, tick);
}
