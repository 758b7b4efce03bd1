namespace HybridOrleans.Client;

/// <summary>What a bot's sender has come to. An exception means that nobody knows.</summary>
public readonly record struct SendResult
{
    private SendResult(TimeSpan? retryAfter) => RetryAfter = retryAfter;

    /// <summary>It was sent.</summary>
    public static SendResult Sent => default;

    /// <summary>Telegram refuses it for good, as when the user has blocked the bot. It is not tried again.</summary>
    public static SendResult Refused => default;

    /// <summary>When to try again; null for not.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>It was certainly not sent: Telegram answered 429 with this time, or could not be reached at all.
    /// </summary>
    /// <param name="retryAfter">More than 0. Nothing goes to the chat before, from any instance.</param>
    public static SendResult Later(TimeSpan retryAfter) => retryAfter > TimeSpan.Zero
        ? new(retryAfter)
        : throw new ArgumentOutOfRangeException(nameof(retryAfter), retryAfter, "Give the time that Telegram asks.");
}
