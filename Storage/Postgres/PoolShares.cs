namespace HybridOrleans.Storage.Postgres;

/// <summary>Divides the pool between batches of writes, batches of reads, and everything else.</summary>
/// <remarks>
/// The lanes of all components together could use every connection. So batches of writes share one part of the pool,
/// batches of reads another, and the rest stays free for fences, walks and the quarantine: writes that hang never keep
/// a read from its turn, and neither keeps a fence from rising. A part that is used up serves who waits in turn.
/// </remarks>
internal sealed class PoolShares
{
    public PoolShares(PostgresStoreOptions options)
    {
        var batches = BatchesOf(options.MaxPoolSize);
        var lanes = options.WriteLanes + options.ReadLanes;
        var writes = Math.Clamp(
            batches * options.WriteLanes / lanes, options.WriteLanes, batches - options.ReadLanes);
        Writes = new SemaphoreSlim(writes);
        Reads = new SemaphoreSlim(batches - writes);
        Bulks = new SemaphoreSlim((options.MaxPoolSize - batches) / 2);
    }

    /// <summary>One for each batch of writes that may be on the way.</summary>
    public SemaphoreSlim Writes { get; }

    /// <summary>One for each batch of reads that may be on the way.</summary>
    public SemaphoreSlim Reads { get; }

    /// <summary>
    /// One for each bulk of copies that may be on the way: half of what batches leave free, so that bulks take nothing
    /// from live calls, and leave the other half.
    /// </summary>
    public SemaphoreSlim Bulks { get; }

    /// <summary>The connections of a pool that batches may use; at least 2 and about a fifth stay free.</summary>
    public static int BatchesOf(int poolSize) => poolSize - Math.Max(2, poolSize / 5);
}
