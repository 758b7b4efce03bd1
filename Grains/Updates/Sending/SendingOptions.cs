namespace HybridOrleans.Grains.Updates.Sending;

/// <summary>How fast each bot may send, over all of its instances: <c>HybridOrleans:Sending</c>.</summary>
public sealed class SendingOptions
{
    /// <summary>The most sends of one bot in any second.</summary>
    /// <value>30, which is Telegram's limit. From 1 to 1,000, for bots that have bought more.</value>
    public int PerSecondMax { get; set; } = 30;

    /// <summary>The least time between two sends to one chat.</summary>
    /// <value>1 second. From 0 to 1 minute.</value>
    public TimeSpan ChatPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most sends to one group, whose id is negative, in any minute.</summary>
    /// <value>20. From 1 to 1,000.</value>
    public int PerGroupMinuteMax { get; set; } = 20;
}
