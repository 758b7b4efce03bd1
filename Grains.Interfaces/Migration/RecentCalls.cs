namespace HybridOrleans.Grains.Interfaces;

/// <summary>What the calls of one component were like over the last 10 seconds, all silos together.</summary>
/// <param name="Calls">Reads and writes that came to a store.</param>
/// <param name="Failed">Those that ended with an error for the caller.</param>
/// <param name="Unanswered">Reads of the share that JSON answered since PostgreSQL gave no answer in time.</param>
/// <param name="Unequal">Reads of the share that JSON answered since PostgreSQL did not hold the same.</param>
/// <param name="P99">The 99th percentile of the slowest silo, as callers saw it.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.recent-calls")]
public sealed record RecentCalls(
    [property: Id(0)] long Calls,
    [property: Id(1)] long Failed,
    [property: Id(2)] long Unanswered,
    [property: Id(3)] long Unequal,
    [property: Id(4)] TimeSpan P99);
