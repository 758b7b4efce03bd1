using HybridOrleans.Storage.Cache;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace HybridOrleans.Storage.Hosting;

/// <summary>The cache of a silo, while its stores are open. There is none where no Redis is configured.</summary>
internal sealed class RedisCacheHost(
    IOptions<RedisCacheOptions> options, IOptions<ClusterOptions> cluster, TimeProvider time,
    ILogger<RedisRecordCache> logger) : IAsyncDisposable
{
    private RedisRecordCache? _cache;

    /// <summary>Null while nothing is open, and where there is no cache.</summary>
    public RedisRecordCache? Cache => Volatile.Read(ref _cache);

    /// <summary>Begins to connect, without waiting.</summary>
    public void Open()
    {
        if (options.Value is { IsUsed: true } settings)
        {
            Volatile.Write(ref _cache, new RedisRecordCache(settings, cluster.Value.ClusterId, time, logger));
        }
    }

    /// <summary>Ends the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _cache, null) is { } cache)
        {
            await cache.DisposeAsync();
        }
    }
}
