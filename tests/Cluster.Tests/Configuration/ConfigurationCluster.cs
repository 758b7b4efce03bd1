using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Grains.Configuration;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Serialization.Invocation;
using Orleans.TestingHost;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Configuration;

/// <summary>Two silos on one store, and a hand on the calls between them.</summary>
public sealed class ConfigurationCluster : IAsyncLifetime
{
    private InProcessTestCluster? _cluster;
    private int _questions;
    private long _lastScope;

    public InterceptedStore Store { get; } = new();

    /// <summary>Instead of telling a silo to drop its copy: gets the call, and makes it or not.</summary>
    public Func<Func<Task>, Task> OnDrop { get; set; } = drop => drop();

    /// <summary>Instead of asking an owner for a lease: gets the question, and makes it or not yet.</summary>
    public Func<Func<Task>, Task> OnLease { get; set; } = lease => lease();

    /// <summary>How often a silo has asked an owner for a lease.</summary>
    public int Questions => Volatile.Read(ref _questions);

    public int SiloCount => Cluster.Silos.Count;

    private InProcessTestCluster Cluster
        => _cluster ?? throw new InvalidOperationException("The cluster is not deployed yet.");

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["HybridOrleans:Components:users"] = Store.Name,
            ["HybridOrleans:Components:configuration"] = Store.Name,
            ["HybridOrleans:Components:conversations"] = Store.Name,
            ["HybridOrleans:Components:analytics"] = Store.Name,
            ["HybridOrleans:Components:grains"] = Store.Name,
        };
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(settings));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IStoreKind>(new FixedStoreKind(Store));
            silo.AddHybridGrains();
            silo.AddOutgoingGrainCallFilter(PassAsync);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    /// <summary>A configuration that no other test uses.</summary>
    public ConfigurationKey NewKey() => new(new BotId("han"), "test", $"{Interlocked.Increment(ref _lastScope)}");

    /// <summary>Reads on one silo, as a client does that is connected to it.</summary>
    public ValueTask<ConfigurationReading> ReadAsync(int silo, ConfigurationKey key, long seen = 0)
        => GrainsOf(silo).GetGrain<IConfigurationReaderGrain>(key.ToGrainKey()).ReadAsync(Freshness.Cached, seen);

    /// <summary>Reads by a key that nothing has checked.</summary>
    public async Task<ConfigurationReading> ReadRawAsync(string grainKey)
        => await GrainsOf(0).GetGrain<IConfigurationReaderGrain>(grainKey).ReadAsync(Freshness.Cached, 0);

    /// <summary>The one activation that changes a configuration.</summary>
    public IConfigurationGrain Owner(ConfigurationKey key)
        => Cluster.Client.GetGrain<IConfigurationGrain>(key.ToGrainKey());

    /// <summary>Ends the owner's activation, so that the next call makes one that knows nothing.</summary>
    public async Task ForgetOwnerAsync(ConfigurationKey key)
        => await Owner(key).AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>Lets every call through again.</summary>
    public void Heal()
    {
        OnDrop = drop => drop();
        OnLease = lease => lease();
        Store.OnRead = read => read();
        Store.OnWrite = write => write();
    }

    private IGrainFactory GrainsOf(int silo)
        => Cluster.GetSiloServiceProvider(Cluster.Silos[silo].SiloAddress).GetRequiredService<IGrainFactory>();

    private async Task PassAsync(IOutgoingGrainCallContext call)
    {
        if (call.MethodName == nameof(IConfigurationOwner.LeaseAsync))
        {
            Interlocked.Increment(ref _questions);
            await OnLease(call.Invoke);
            return;
        }

        if (call.MethodName != nameof(IConfigurationHolder.DropAsync))
        {
            await call.Invoke();
            return;
        }

        await OnDrop(call.Invoke);
        // A call that was not made counts as answered.
        call.Response ??= Response.Completed;
    }
}
