namespace HybridOrleans.Cli;

/// <summary>
/// How a command ended, for scripts. The numbers never change their meaning; <c>hybrid --help</c> lists them.
/// </summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>Failed for a reason that has no number of its own; the message tells which.</summary>
    Failed = 1,

    /// <summary>The command line, an id or a body is not acceptable. Nothing was done.</summary>
    Usage = 2,

    /// <summary>There is no such profile, configuration or conversation.</summary>
    NotFound = 3,

    /// <summary>The profile or configuration is not at the expected revision. Nothing was written.</summary>
    Conflict = 4,

    /// <summary>No silo or no store answered. Nothing of the last call was written; try again.</summary>
    Unavailable = 5,

    /// <summary>A write was sent and its answer lost. Read before you decide.</summary>
    OutcomeUnknown = 6,

    /// <summary>The stored bytes are damaged or were edited by hand; see <c>hybrid repair list</c>.</summary>
    Damaged = 7,

    /// <summary>
    /// The command ran to its end, but something is left to do, or could not be imported or exported; the output lists
    /// it.
    /// </summary>
    Incomplete = 8,

    /// <summary>The migration cannot take this step now; the message tells the one reason, and the way out.</summary>
    Refused = 9,

    /// <summary>Both stores hold some keys differently; see <c>hybrid migration divergences</c>.</summary>
    Divergent = 10,

    /// <summary>Stopped by Ctrl-C or a termination signal.</summary>
    Stopped = 130,
}
