namespace HybridOrleans.Storage.Postgres;

/// <summary>Which PostgreSQL server keeps the records, and how it is used.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>The server to write to and read from, as Npgsql has it: <c>Host=…;Database=…;Username=…</c>.</summary>
    /// <value>
    /// Required. Settings in it that this class has too (pool sizes, time-outs) are replaced by those of this class.
    /// <c>Max Auto Prepare=0</c> is kept, for poolers that cannot hold prepared statements.
    /// </value>
    public string ConnectionString { get; set; } = "";

    /// <summary>A server for reads where an older answer is harmless: walks. It may be a replica.</summary>
    /// <value>Null: walks use <see cref="ConnectionString"/>, from the same pool.</value>
    public string? ReadOnlyConnectionString { get; set; }

    /// <summary>Connections that are kept open when nothing happens, per connection string.</summary>
    /// <value>5. From 0 to <see cref="MaxPoolSize"/>.</value>
    public int MinPoolSize { get; set; } = 5;

    /// <summary>The most connections of this process, per connection string.</summary>
    /// <value>
    /// 20. From 4 to 1,000. A fifth of them, and at least 2, stay free for fences, walks and the quarantine; the others
    /// are shared by the batches of all components, and must be at least <see cref="WriteLanes"/> +
    /// <see cref="ReadLanes"/>. All silos together must stay below the server's <c>max_connections</c>.
    /// </value>
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>The longest time one read, write, page of a walk or raise of a fence may take.</summary>
    /// <value>2 seconds. From 100 milliseconds to 1 minute.</value>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time for the checks and the schema's upgrade when the store opens.</summary>
    /// <value>30 seconds. From <see cref="OperationTimeout"/> to 10 minutes.</value>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most batches of writes of one component that are on the way at the same time.</summary>
    /// <value>
    /// 2: while one waits for the disk the other is filled. From 1 to 16. <see cref="MaxPoolSize"/> bounds those of all
    /// components together.
    /// </value>
    public int WriteLanes { get; set; } = 2;

    /// <summary>The most batches of reads of one component that are on the way at the same time.</summary>
    /// <value>2. From 1 to 16.</value>
    public int ReadLanes { get; set; } = 2;

    /// <summary>The most writes that share one round trip and one commit.</summary>
    /// <value>256. From 1 (no batching) to 4,096.</value>
    public int WriteBatchSizeMax { get; set; } = 256;

    /// <summary>The most reads that share one round trip.</summary>
    /// <value>256. From 1 (no batching) to 4,096.</value>
    public int ReadBatchSizeMax { get; set; } = 256;

    /// <summary>Bodies of one batch of writes, in bytes; a batch of one may be larger.</summary>
    /// <value>4,194,304 (4 MiB). From 1 MiB to 64 MiB.</value>
    public int WriteBatchBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bodies that one round trip of reads brings, in bytes; a single body may be larger.</summary>
    /// <value>4,194,304 (4 MiB). From 1 MiB to 64 MiB. A batch that holds more takes more round trips.</value>
    public int ReadBatchBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Records that a walk asks for at a time.</summary>
    /// <value>1,000. From 1 to 100,000.</value>
    public int WalkPageSize { get; set; } = 1_000;
}
