namespace HybridOrleans.Silo;

/// <summary>Every message of this project, 4000 to 4099. None holds a body, the id of a user or a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "A private PostgreSQL runs on 127.0.0.1:{Port}.")]
    public static partial void PrivatePostgresStarted(ILogger logger, int port);

    [LoggerMessage(4002, LogLevel.Warning, "The private PostgreSQL did not start, and no component needs it: {Reason}")]
    public static partial void PrivatePostgresFailed(ILogger logger, string reason);

    [LoggerMessage(4003, LogLevel.Warning, "{Dependency} is not ready: {Reason}")]
    public static partial void NotReady(ILogger logger, string dependency, string reason);

    [LoggerMessage(4004, LogLevel.Information, "{Dependency} is ready again.")]
    public static partial void ReadyAgain(ILogger logger, string dependency);

    [LoggerMessage(4010, LogLevel.Error, "A request over HTTP failed as it should not: {Cause}.")]
    public static partial void ApiFailed(ILogger logger, string cause);

    [LoggerMessage(
        4021, LogLevel.Warning,
        "Ended process {ProcessId}, the silo {Silo}: it was declared dead and still held a lock of the JSON files, so "
        + "that no write went on. Nothing acknowledged is lost. Start it again.")]
    public static partial void DeadLockHolderEnded(ILogger logger, int processId, string silo);

    [LoggerMessage(
        4022, LogLevel.Error,
        "Process {ProcessId}, the silo {Silo}, was declared dead and holds a lock of the JSON files, and could not be "
        + "ended: {Reason} Writes wait for it. End it by hand.")]
    public static partial void DeadLockHolderNotEnded(ILogger logger, int processId, string silo, string reason);

    [LoggerMessage(
        4023, LogLevel.Warning, "Nobody on this machine can tell which process this silo is: {Reason}")]
    public static partial void SiloCardNotWritten(ILogger logger, string reason);

    [LoggerMessage(4020, LogLevel.Error, "This silo takes no calls any more and stops: {Reason}")]
    public static partial void MembershipLost(ILogger logger, string reason);
}
