namespace HybridOrleans.Cli.Output;

/// <summary>How far a long command has come. Workers count, a display looks at it now and then.</summary>
internal sealed class ProgressCounter
{
    private long _done;

    /// <summary>How many there are; it may grow while the work goes on. 0 while nobody knows.</summary>
    public long Total { get; set; }

    /// <summary>How many are done.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Counts one more.</summary>
    public void Advance() => Interlocked.Increment(ref _done);
}
