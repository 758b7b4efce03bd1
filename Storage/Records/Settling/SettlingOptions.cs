namespace HybridOrleans.Storage.Records.Settling;

/// <summary>How long and how often a store is asked for the outcome of a write whose answer was lost.</summary>
public sealed class SettlingOptions
{
    /// <summary>How long to go on asking after the first attempt failed.</summary>
    /// <value>
    /// 2 seconds. From 100 milliseconds to 1 minute. A write may take this long and the store's own time-out together.
    /// </value>
    public TimeSpan Limit { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The pause before the second repeat; each later one is twice as long. The first comes at once.</summary>
    /// <value>20 milliseconds. From 1 millisecond to <see cref="PauseMax"/>.</value>
    public TimeSpan PauseMin { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest pause.</summary>
    /// <value>250 milliseconds. From <see cref="PauseMin"/> to <see cref="Limit"/>.</value>
    public TimeSpan PauseMax { get; set; } = TimeSpan.FromMilliseconds(250);
}
