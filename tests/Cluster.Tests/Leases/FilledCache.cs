using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridOrleans.Cluster.Tests.Leases;

/// <summary>What another silo of the cluster has left in the cache.</summary>
internal static class FilledCache
{
    /// <summary>Every record of a component goes there; ends when all are there.</summary>
    public static async Task FillAsync(
        RedisServer redis, MemoryRecordStore store, Component component, CancellationToken cancellation)
    {
        var options = new RedisCacheOptions
        {
            ConnectionString = redis.ConnectionString,
            CommandTimeout = TimeSpan.FromSeconds(1),
        };
        await using var cache = new RedisRecordCache(
            options, ClusterDefaults.ClusterId, TimeProvider.System, NullLogger.Instance);
        await foreach (var header in store.WalkAsync(component, "", RecordCursor.Start, cancellation))
        {
            var record = await store.ReadAsync(header.Key, Epoch.Initial, cancellation);
            while (!await cache.TryReplaceAsync(header.Key, record!))
            {
                await Task.Yield();
            }
        }
    }
}
