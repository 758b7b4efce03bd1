namespace HybridOrleans.Storage.Routing;

/// <summary>What the router has met of one component since the silo started. All numbers only grow.</summary>
/// <remarks>Safe for many callers at once. Whoever watches a window takes the difference of two moments.</remarks>
internal sealed class RouteStatistics
{
    private long _calls;
    private long _errors;
    private long _mismatches;
    private long _unanswered;
    private long _unequal;
    private long _healed;
    private long _debts;
    private long _dropped;

    /// <summary>Reads and writes that came.</summary>
    public long Calls => Volatile.Read(ref _calls);

    /// <summary>Those that ended with an error for the caller; a lost race is none.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>
    /// Keys whose follower had what the root never wrote: ahead of it, the same revision with other bytes, or damaged.
    /// </summary>
    public long Mismatches => Volatile.Read(ref _mismatches);

    /// <summary>Reads of the share that the root answered, since the follower gave no answer.</summary>
    public long Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>Reads of the share that the root answered, since the follower did not hold the same.</summary>
    public long Unequal => Volatile.Read(ref _unequal);

    /// <summary>Records that a read has brought to the follower.</summary>
    public long Healed => Volatile.Read(ref _healed);

    /// <summary>Writes that were acknowledged with debt.</summary>
    public long Debts => Volatile.Read(ref _debts);

    /// <summary>Comparisons left out, since too many were under way or PostgreSQL was known to be away.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>How long whole calls took, as the caller saw them.</summary>
    public LatencyWindow Live { get; } = new();

    /// <summary>How long calls of the follower took, failed ones included.</summary>
    public LatencyWindow Follower { get; } = new();

    public void AddCall() => Interlocked.Increment(ref _calls);

    public void AddError() => Interlocked.Increment(ref _errors);

    public void AddMismatch() => Interlocked.Increment(ref _mismatches);

    public void AddUnanswered() => Interlocked.Increment(ref _unanswered);

    public void AddUnequal() => Interlocked.Increment(ref _unequal);

    public void AddHealed() => Interlocked.Increment(ref _healed);

    public void AddDebt() => Interlocked.Increment(ref _debts);

    public void AddDropped() => Interlocked.Increment(ref _dropped);
}
