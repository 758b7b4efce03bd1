namespace HybridOrleans.Storage.Logs;

/// <summary>Where a log begins and ends.</summary>
/// <param name="First">The lowest sequence number that is not deleted; 1 in a log of which nothing was.</param>
/// <param name="Next">The sequence number that the next entry gets; never falls, not even by a delete.</param>
public readonly record struct LogHead(long First, long Next)
{
    /// <summary>The head of a log that was never written.</summary>
    public static LogHead Empty { get; } = new(1, 1);

    /// <summary>How many entries there are. Sequence numbers have no gaps.</summary>
    public long Count => Next - First;

    /// <summary>Grows with every append and every delete that changes something; 0 when never written.</summary>
    public long Version => First + Next - 2;
}
