namespace HybridOrleans.Samples.DatingBot;

/// <summary>What the bot tells its operator. Nothing of it is personal, and none of it holds the token.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Telegram refused a message for good (error {Code}).")]
    public static partial void SendRefused(ILogger logger, int code);

    [LoggerMessage(2, LogLevel.Warning, "An update is not handled yet and will come again: {Reason}")]
    public static partial void NotDurable(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Error, "Handling an update failed, attempt {Attempt} of {AttemptsMax}.")]
    public static partial void HandlingFailed(ILogger logger, Exception exception, int attempt, int attemptsMax);

    [LoggerMessage(4, LogLevel.Error, "An update was passed over after {AttemptsMax} failed attempts.")]
    public static partial void PassedOver(ILogger logger, int attemptsMax);

    [LoggerMessage(5, LogLevel.Warning, "Telegram did not answer ({Reason}); trying again in {Pause}.")]
    public static partial void TelegramAway(ILogger logger, string reason, TimeSpan pause);

    [LoggerMessage(6, LogLevel.Information, "Another instance polls; trying again in {Pause}.")]
    public static partial void OtherPolls(ILogger logger, TimeSpan pause);

    [LoggerMessage(7, LogLevel.Critical, "Telegram does not know the token. Check TELEGRAM_BOT_TOKEN.")]
    public static partial void TokenUnknown(ILogger logger);

    [LoggerMessage(8, LogLevel.Information, "The bot takes updates as '{Bot}', by {Way}.")]
    public static partial void TakesUpdates(ILogger logger, string bot, string way);

    [LoggerMessage(9, LogLevel.Warning, "Follow-ups and sends paused; going on in {Pause}.")]
    public static partial void WorkPaused(ILogger logger, Exception exception, TimeSpan pause);

    [LoggerMessage(10, LogLevel.Warning, "Telling a user that data is out of reach failed: {Reason}")]
    public static partial void ApologyFailed(ILogger logger, string reason);
}
