using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Client;

/// <summary>Every message of this project, 3000 to 3099. None holds a body or the id of a user.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "The connection to the cluster is now: {State}.")]
    public static partial void StateChanged(ILogger logger, ConnectionState state);

    [LoggerMessage(3002, LogLevel.Warning,
        "No silo answers at {Gateways} (attempt {Attempt}): {Reason}. Next in {Pause}.")]
    public static partial void ConnectFailed(
        ILogger logger, string gateways, int attempt, string reason, TimeSpan pause);

    [LoggerMessage(3003, LogLevel.Error, "The client gave up connecting.")]
    public static partial void ConnectGaveUp(ILogger logger, Exception error);

    [LoggerMessage(3010, LogLevel.Warning, "A call for follow-ups or sends failed; it is made again.")]
    public static partial void WorkFailed(ILogger logger, Exception error);

    [LoggerMessage(3011, LogLevel.Warning, "The handler of a follow-up failed; it is delivered again.")]
    public static partial void FollowUpFailed(ILogger logger, Exception error);

    [LoggerMessage(3012, LogLevel.Warning, "Nobody knows whether a send of {Method} of {Bot} has reached Telegram.")]
    public static partial void SendFailed(ILogger logger, Exception error, string method, BotId bot);
}
