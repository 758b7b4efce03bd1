using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>Events in the words of the old bot.</summary>
public static class AnalyticsExtensions
{
    /// <summary>Logs an event that happens now.</summary>
    /// <param name="analytics">The events.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="type">What happened.</param>
    /// <param name="data">A JSON object with more about it; null for nothing.</param>
    /// <param name="dimensions">What it may be counted by; null for nothing.</param>
    /// <param name="cancellation">Stops the waiting; the event may still be stored.</param>
    /// <returns>As <see cref="IAnalytics.LogEventAsync"/>, whose errors it throws.</returns>
    public static ValueTask<EventReceipt> LogEventAsync(
        this IAnalytics analytics,
        BotId bot,
        string type,
        JsonText? data = null,
        IReadOnlyDictionary<string, string>? dimensions = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(analytics);
        var plain = new NewEvent { Type = type, Data = data };
        return analytics.LogEventAsync(
            bot, dimensions is null ? plain : plain with { Dimensions = dimensions }, cancellation);
    }
}
