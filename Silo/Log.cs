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

    [LoggerMessage(4020, LogLevel.Error, "This silo takes no calls any more and stops: {Reason}")]
    public static partial void MembershipLost(ILogger logger, string reason);
}
