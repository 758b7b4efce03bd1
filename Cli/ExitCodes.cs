namespace HybridOrleans.Cli;

/// <summary>What each exit code means, in the words of the help.</summary>
internal static class ExitCodes
{
    /// <summary>All codes with their meaning, in ascending order.</summary>
    public static IReadOnlyList<(ExitCode Code, string Meaning)> All { get; } =
    [
        (ExitCode.Done, "done"),
        (ExitCode.Failed, "failed; the message says why"),
        (ExitCode.Usage, "the command line, an id or a body is not acceptable; nothing was done"),
        (ExitCode.NotFound, "there is no such profile, configuration or conversation"),
        (ExitCode.Conflict, "it is not at the expected revision; nothing was written"),
        (ExitCode.Unavailable, "no silo or store answered; run the command again"),
        (ExitCode.OutcomeUnknown, "a write was sent and its answer lost; read before you decide"),
        (ExitCode.Damaged, "the stored bytes are damaged or edited; see 'hybrid repair list'"),
        (ExitCode.Incomplete, "something is left to do, or could not be imported or exported; the output lists it"),
        (ExitCode.Refused, "the migration cannot take this step now; the message says why"),
        (ExitCode.Divergent, "both stores hold some keys differently; see 'hybrid migration divergences'"),
        (ExitCode.Stopped, "stopped by Ctrl-C or a termination signal"),
    ];
}
