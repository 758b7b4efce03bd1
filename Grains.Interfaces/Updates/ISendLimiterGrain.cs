namespace HybridOrleans.Grains.Interfaces;

/// <summary>Shares the send limits of one bot among all of its instances. The primary key is the bot id.</summary>
[Alias("hybrid.send-limiter")]
[GrainInterfaceType("hybrid.send-limiter")]
public interface ISendLimiterGrain : IGrainWithStringKey
{
    /// <summary>Reserves a moment for each of some sends, in their order.</summary>
    /// <param name="chats">The chats that they go to; at most <see cref="SlotsMax"/>.</param>
    /// <returns>For each, how long to wait before it is sent.</returns>
    [Alias("reserve")]
    ValueTask<IReadOnlyList<TimeSpan>> ReserveAsync(IReadOnlyList<long> chats);

    /// <summary>Telegram has answered with 429: nothing goes to the chat for a while.</summary>
    /// <param name="chat">The chat; null for all.</param>
    /// <param name="retryAfter">How long.</param>
    [Alias("pause")]
    ValueTask PauseAsync(long? chat, TimeSpan retryAfter);

    /// <summary>The most sends of one call.</summary>
    public const int SlotsMax = 1_000;
}
