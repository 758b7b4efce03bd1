namespace HybridOrleans.Client.Connection;

/// <summary>
/// Pauses that double up to a limit, each a little longer or shorter so that clients do not march in step.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private const double Spread = 0.2;

    /// <param name="attempt">0 for the pause after the first failure.</param>
    public TimeSpan Pause(int attempt)
    {
        var doubled = first * Math.Pow(2, Math.Min(attempt, 30));
        var pause = doubled < longest ? doubled : longest;
        // Nothing secret depends on the spread.
#pragma warning disable CA5394
        return pause * (1 - Spread + (2 * Spread * Random.Shared.NextDouble()));
#pragma warning restore CA5394
    }
}
