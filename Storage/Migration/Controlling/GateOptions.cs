namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>When the share that PostgreSQL answers for is taken back by itself.</summary>
public sealed class GateOptions
{
    /// <summary>Fewer calls than this in a window say nothing.</summary>
    /// <value>100. From 1 to 1,000,000.</value>
    public int CallsMin { get; set; } = 100;

    /// <summary>The largest share of calls that may fail, in percent.</summary>
    /// <value>1. From 0 to 100.</value>
    public double ErrorPercentMax { get; set; } = 1;

    /// <summary>The most reads that may find another record than the root's.</summary>
    /// <value>0. From 0 to 1,000,000.</value>
    public long MismatchesMax { get; set; }

    /// <summary>How many times the 99th percentile of before that of now may be.</summary>
    /// <value>10. From 1 to 1,000.</value>
    public double LatencyRatioMax { get; set; } = 10;

    /// <summary>A 99th percentile up to this is never too slow, whatever that of before was.</summary>
    /// <value>50 milliseconds. From 1 millisecond to 10 seconds.</value>
    public TimeSpan LatencyFree { get; set; } = TimeSpan.FromMilliseconds(50);
}
