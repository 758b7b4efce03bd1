namespace HybridOrleans.Storage.Migration.Synchronising;

/// <summary>What live calls of a component wait now, and what they usually wait.</summary>
/// <remarks>
/// Shared by all walks over the component: what calls wait beside one of them, and shortly after it, is not usual.
/// </remarks>
internal sealed class LiveWaits(ILiveLatency? live, TimeProvider time)
{
    /// <summary>For so long after a walk the calls that it disturbed may count among the last ones.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(15);

    private TimeSpan? _usual;
    private long? _walkedAt;

    /// <summary>The 99th percentile of the last seconds; null while nobody calls.</summary>
    public TimeSpan? Now => live?.P99;

    /// <summary>The 99th percentile without any walk; null when it is not known.</summary>
    public TimeSpan? Usual => _usual ?? live?.Baseline;

    /// <summary>Begins a walk: what calls wait now, before it disturbs them, is what they usually wait.</summary>
    public void BeginWalk()
    {
        if (_walkedAt is not { } at || time.GetElapsedTime(at) > Aftermath)
        {
            var (now, before) = (Now, live?.Baseline);
            _usual = before is null || now > before ? now : before;
        }
    }

    /// <summary>Tells that a walk has gone on until now.</summary>
    public void Walked() => _walkedAt = time.GetTimestamp();
}
