using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Conversations;
using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Cache;
using HybridOrleans.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>A silo with a cache in Redis, over a store that a test can stop.</summary>
public abstract class CachedSiloTest : IAsyncLifetime
{
    private RedisServer? _redis;
    private TestSilo? _silo;
    private HybridClient? _client;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal InterceptedStore Store { get; } = new();

    internal RedisServer Redis => _redis ?? throw NotStarted();

    internal TestSilo Silo => _silo ?? throw NotStarted();

    protected HybridClient Client => _client ?? throw NotStarted();

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync(Cancel);
        _silo = await TestSilo.StartAsync(
            Store,
            silo => silo.Services.PostConfigure<RedisCacheOptions>(o =>
            {
                o.ConnectionString = _redis.ConnectionString;
                o.CommandTimeout = TimeSpan.FromSeconds(1);
            }));
        _client = await _silo.ConnectAsync(o => o.RetriesMax = 0);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Silo.DisposeAsync();
        await Redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected void StopStore()
    {
        Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        Store.OnWrite = _ => throw new StoreUnavailableException("The test's store is away.");
    }

    /// <summary>The silo connects to its cache in the background.</summary>
    protected static async Task<T> UntilAnsweredAsync<T>(Func<ValueTask<T>> read)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Messages.Limit);
        while (true)
        {
            try
            {
                return await read();
            }
            catch (DataUnavailableException) when (!limit.IsCancellationRequested)
            {
                // The next call asks again.
            }
        }
    }

    private static InvalidOperationException NotStarted() => new("It is not started yet.");
}
