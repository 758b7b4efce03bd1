using System.Diagnostics.Metrics;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.Storage.Tests.Routing;
using HybridOrleans.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace HybridOrleans.Storage.Tests.Cache;

/// <summary>A Redis, a silo that uses it as its cache, and another silo on the same data that does not.</summary>
internal sealed class CacheBench : IAsyncDisposable
{
    /// <summary>The longest wait for something that must come. Far above the limits of the cache.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counts = [];
    private readonly ConnectionMultiplexer _raw;
    private bool _isRedisGone;

    private CacheBench(MigrationWorld world, RedisServer redis, ConnectionMultiplexer raw, RedisRecordCache cache)
    {
        (World, Redis, _raw, Cache) = (world, redis, raw, cache);
        Silo = NewSilo();
        Other = world.Store;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == cache.Metrics.Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Count(instrument, 1, tags));
        _listener.Start();
    }

    public MigrationWorld World { get; }

    public RedisServer Redis { get; }

    public RedisRecordCache Cache { get; }

    /// <summary>The silo with the cache.</summary>
    public StranglerStore Silo { get; }

    /// <summary>The silo without.</summary>
    public StranglerStore Other { get; }

    /// <summary>Where the entry of the one key lies.</summary>
    public static RedisKey EntryKey => $"hybrid:cluster:users:{MigrationWorld.Key.Text}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CacheBench> StartAsync(
        Phase phase = Phase.Complete, Action<RedisCacheOptions>? change = null, MigrationWorld? world = null,
        TimeProvider? time = null)
    {
        var redis = await RedisServer.StartAsync(Cancel);
        world ??= new MigrationWorld();
        await world.BeginAsync(phase);
        var options = new RedisCacheOptions
        {
            ConnectionString = redis.ConnectionString,
            // A busy machine must not make a healthy Redis look dead.
            CommandTimeout = TimeSpan.FromSeconds(1),
            BreakDuration = TimeSpan.FromMilliseconds(200),
        };
        change?.Invoke(options);
        var cache = new RedisRecordCache(
            options, "cluster", time ?? TimeProvider.System, NullLogger.Instance);
        var raw = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        var bench = new CacheBench(world, redis, raw, cache);
        await bench.AnsweringAsync();
        return bench;
    }

    /// <summary>One more silo with the cache, or with a mistake in it.</summary>
    public StranglerStore NewSilo(MigrationBug bug = MigrationBug.None)
        => World.NewStore(World.Views, new MigrationTestHooks(Bug: bug), Cache);

    /// <summary>What was counted, of <c>users</c> and of one tier.</summary>
    public long CountOf(string instrument, string tier = "cache")
    {
        lock (_counts)
        {
            return _counts.GetValueOrDefault($"{instrument} {tier}");
        }
    }

    public async Task<StoredRecord?> ReadAsync(StranglerStore? silo = null)
    {
        var record = await (silo ?? Silo).ReadAsync(MigrationWorld.Key, Epoch.Initial, Cancel);
        await FilledAsync();
        return record;
    }

    /// <summary>Writes through the silo with the cache, and waits until its entry is there.</summary>
    public async Task WriteAsync(long expected, string? json)
    {
        await World.MustWriteAsync(expected, json, store: Silo);
        await FilledAsync();
    }

    /// <summary>Writes through the silo without the cache: it died before it could bring the entry.</summary>
    public Task WriteElsewhereAsync(long expected, string? json) => World.MustWriteAsync(expected, json, store: Other);

    public async Task<byte[]?> EntryAsync() => await _raw.GetDatabase().StringGetAsync(EntryKey);

    public Task PutEntryAsync(byte[] bytes) => _raw.GetDatabase().StringSetAsync(EntryKey, bytes);

    public async Task<TimeSpan?> EntryTtlAsync() => await _raw.GetDatabase().KeyTimeToLiveAsync(EntryKey);

    public Task FlushAsync() => _raw.GetServers()[0].FlushAllDatabasesAsync();

    public async Task KillRedisAsync()
    {
        _isRedisGone = true;
        await Redis.DisposeAsync();
    }

    public Task FilledAsync() => UntilAsync("the fills", () => Cache.PendingFills == 0);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await Cache.DisposeAsync();
        await _raw.DisposeAsync();
        await World.Views.DisposeAsync();
        if (!_isRedisGone)
        {
            await Redis.DisposeAsync();
        }
    }

    private Task AnsweringAsync() => UntilAsync("the cache to answer", () => Cache.IsAnswering);

    /// <summary>Looks after each answer of Redis, which has to run.</summary>
    private async Task UntilAsync(string what, Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Patience);
        while (!isSo())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited {Patience.TotalSeconds} s in vain for {what}.");
            await _raw.GetDatabase().PingAsync();
        }
    }

    private void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (component, tier) = ("", "");
        foreach (var tag in tags)
        {
            component = tag.Key == "component" ? $"{tag.Value}" : component;
            tier = tag.Key == "tier" ? $"{tag.Value}" : tier;
        }

        Assert.Equal("users", component);
        lock (_counts)
        {
            var name = $"{instrument.Name} {tier}";
            _counts[name] = _counts.GetValueOrDefault(name) + value;
        }
    }
}
