namespace HybridOrleans.Grains.Interfaces;

/// <summary>What one silo's router has met of a component since the silo started. All counts only grow.</summary>
/// <param name="Silo">The silo's address, another one after each start.</param>
/// <param name="Component">The component.</param>
/// <param name="Calls">Reads and writes.</param>
/// <param name="Errors">Those that ended with an error for the caller.</param>
/// <param name="Mismatches">Keys whose follower had what the root never wrote.</param>
/// <param name="Unanswered">Reads of the share that the root answered since PostgreSQL gave no answer.</param>
/// <param name="P99">The 99th percentile of the last calls, as their callers saw them.</param>
/// <param name="Writes">Writes that were acknowledged during a rehearsal, not told of before.</param>
/// <param name="Missed">Such writes that cannot be told of any more.</param>
/// <param name="Unequal">Reads of the share that the root answered since PostgreSQL was not its equal.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.route-report")]
public sealed record RouteReport(
    [property: Id(0)] string Silo,
    [property: Id(1)] ComponentName Component,
    [property: Id(2)] long Calls,
    [property: Id(3)] long Errors,
    [property: Id(4)] long Mismatches,
    [property: Id(5)] long Unanswered,
    [property: Id(6)] TimeSpan P99,
    [property: Id(7)] IReadOnlyList<WitnessedWrite> Writes,
    [property: Id(8)] long Missed,
    [property: Id(9)] long Unequal);
