using HybridOrleans.Storage.Records;
using StackExchange.Redis;

namespace HybridOrleans.Storage.Cache;

/// <summary>Settings of the cache between silos. Read once, when the silo starts.</summary>
public sealed class RedisCacheOptions
{
    /// <summary>False switches the cache off although a Redis is configured.</summary>
    /// <value>True: the cache is used if a Redis is configured.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>The Redis, in the form of StackExchange.Redis: <c>host:6379,password=…</c>. A secret.</summary>
    /// <value>Null: the Redis that <c>REDIS_HOST</c> names, and no cache when there is none.</value>
    public string? ConnectionString { get; set; }

    /// <summary>How all keys begin. The id of the cluster and the component follow.</summary>
    /// <value><c>hybrid</c>. Not empty.</value>
    public string KeyPrefix { get; set; } = "hybrid";

    /// <summary>The longest time of one command. A call that met no answer goes to the store.</summary>
    /// <value>50 milliseconds. From 1 millisecond to 2 seconds.</value>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest time to connect. No call waits for it.</summary>
    /// <value>2 seconds. From 100 milliseconds to 1 minute.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long nobody asks a Redis that has failed; then one call tries.</summary>
    /// <value>1 second. From 10 milliseconds to 1 minute.</value>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an entry of <c>users</c> lives.</summary>
    /// <value>1 hour. From 1 second to 30 days.</value>
    public TimeSpan UsersTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an entry of <c>configuration</c> lives.</summary>
    /// <value>4 hours. From 1 second to 30 days.</value>
    public TimeSpan ConfigurationTtl { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How long an entry of <c>conversations</c> lives.</summary>
    /// <value>1 hour. From 1 second to 30 days.</value>
    public TimeSpan ConversationsTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an entry of <c>analytics</c> lives.</summary>
    /// <value>10 minutes. From 1 second to 30 days.</value>
    public TimeSpan AnalyticsTtl { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an entry of <c>grains</c> lives.</summary>
    /// <value>1 hour. From 1 second to 30 days.</value>
    public TimeSpan GrainsTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The largest entry, as it lies in Redis. A larger record is not cached.</summary>
    /// <value>262,144. From 1,024 to 2,097,152.</value>
    public int EntryBytesMax { get; set; } = 256 * 1024;

    /// <summary>Bodies of more bytes are compressed (Brotli) where that makes them smaller.</summary>
    /// <value>16,384. From 0 to 2,097,152, which is never.</value>
    public int CompressAboveBytes { get; set; } = 16 * 1024;

    /// <summary>How many entries may wait to be brought to Redis; more are dropped.</summary>
    /// <value>1,024. From 1 to 65,536.</value>
    public int FillsMax { get; set; } = 1024;

    /// <summary>How many bytes may wait to be brought to Redis; more are dropped.</summary>
    /// <value>16,777,216. From 65,536 to 1,073,741,824.</value>
    public int FillBytesMax { get; set; } = 16 * 1024 * 1024;

    /// <summary>The server that the <c>REDIS_</c> variables name; not as text, which has no place for every password.
    /// </summary>
    internal ConfigurationOptions? Environment { get; set; }

    /// <summary>True when there is a Redis to use.</summary>
    internal bool IsUsed => Enabled && (ConnectionString ?? (object?)Environment) is not null;

    /// <summary>How to connect; only where <see cref="IsUsed"/>.</summary>
    internal ConfigurationOptions ToServer()
    {
        var server = ConnectionString is { } text ? ConfigurationOptions.Parse(text) : Environment!.Clone();
        server.AbortOnConnectFail = false;
        server.BacklogPolicy = BacklogPolicy.FailFast;
        server.ConnectRetry = 1;
        server.ConnectTimeout = (int)ConnectTimeout.TotalMilliseconds;
        server.AsyncTimeout = server.SyncTimeout = (int)CommandTimeout.TotalMilliseconds;
        server.ReconnectRetryPolicy = new LinearRetry((int)BreakDuration.TotalMilliseconds);
        server.IncludeDetailInExceptions = false;
        server.ClientName ??= "hybrid-cache";
        return server;
    }

    internal TimeSpan TtlOf(Component component)
        => component == Component.Users ? UsersTtl
            : component == Component.Configuration ? ConfigurationTtl
            : component == Component.Conversations ? ConversationsTtl
            : component == Component.Analytics ? AnalyticsTtl
            : GrainsTtl;

    internal void SetAllTtls(TimeSpan ttl)
        => UsersTtl = ConfigurationTtl = ConversationsTtl = AnalyticsTtl = GrainsTtl = ttl;
}
