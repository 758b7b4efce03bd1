namespace HybridOrleans.Cli.Connection;

/// <summary>
/// The cluster stopped answering in the middle of a run. What was done is done; the run can be repeated.
/// </summary>
internal sealed class ConnectionLostException(TimeSpan silence, Exception cause)
    : Exception($"The cluster has not answered for {silence.TotalSeconds:0} s: {cause.Message}", cause);
