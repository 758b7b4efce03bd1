using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Views;

namespace HybridOrleans.Storage.Hosting;

/// <summary>What one silo sees of a component that migrates, and what its router has met since its start.</summary>
/// <param name="View">What the silo routes by.</param>
/// <param name="Age">How long ago the pull of the view began.</param>
/// <param name="Calls">Reads and writes that came.</param>
/// <param name="Errors">Those that ended with an error for the caller.</param>
/// <param name="Mismatches">Keys whose follower had what the root never wrote.</param>
/// <param name="Unanswered">Reads of the share that the root answered, since PostgreSQL gave no answer.</param>
/// <param name="Unequal">Reads of the share that the root answered, since PostgreSQL was not its equal.</param>
/// <param name="P99">The 99th percentile of the last calls, as their callers saw them.</param>
/// <param name="Writes">Writes that were acknowledged during a rehearsal, not told of yet.</param>
/// <param name="Missed">Such writes that cannot be told of any more.</param>
public sealed record ComponentSight(
    MigrationView View, TimeSpan Age, long Calls, long Errors, long Mismatches, long Unanswered, long Unequal,
    TimeSpan P99, IReadOnlyList<RecordDigest> Writes, long Missed);
