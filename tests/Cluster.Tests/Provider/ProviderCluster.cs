using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.TestingHost;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Two silos whose grains keep their state through the provider in one kind of store.</summary>
public abstract class ProviderCluster : IAsyncLifetime
{
    /// <summary>The name that the test grains refer to.</summary>
    public const string StorageName = "hybrid";

    private InProcessTestCluster? _cluster;

    /// <summary>The store of every component, as configuration names it.</summary>
    public abstract string StoreName { get; }

    protected virtual short SiloCount => 2;

    public InProcessTestCluster Cluster
        => _cluster ?? throw new InvalidOperationException("The cluster is not deployed yet.");

    public IGrainFactory Grains => Cluster.Client;

    /// <summary>The storage of the first silo, without a grain in front.</summary>
    public IGrainStorage Storage => Services.GetRequiredKeyedService<IGrainStorage>(StorageName);

    public IRecordStore Records => Services.GetRequiredService<IRecordStore>();

    public string ServiceId => Cluster.Options.ServiceId;

    public IServiceProvider Services => Cluster.GetSiloServiceProvider(Cluster.Silos[0].SiloAddress);

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["HybridOrleans:Components:grains"] = StoreName,
            ["HybridOrleans:Components:users"] = StoreName,
        };
        await StartStoreAsync(settings);
        var builder = new InProcessTestClusterBuilder(SiloCount);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(settings));
        builder.ConfigureSilo((_, silo) =>
        {
            ConfigureStore(silo.Services);
            silo.AddStranglerGrainStorage(
                StorageName, options => options.Configure<IServiceProvider>(ConfigureStorage));
            ConfigureRouting(silo.Services);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        await StopStoreAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts what the store needs and says where it is.</summary>
    protected virtual ValueTask StartStoreAsync(IDictionary<string, string?> settings) => ValueTask.CompletedTask;

    protected virtual void ConfigureStore(IServiceCollection services)
    {
    }

    /// <summary>Changes what stands between the storage and the store.</summary>
    protected virtual void ConfigureRouting(IServiceCollection services)
    {
    }

    /// <summary>Waits for what a running silo still has to do before the tests may begin.</summary>
    protected virtual ValueTask ReadyAsync() => ValueTask.CompletedTask;

    protected virtual void ConfigureStorage(StranglerGrainStorageOptions options, IServiceProvider services)
        => options.Records.Add(
            ProfileCard.GrainTypeName, ProfileCard.StateName, id => RecordKeys.User("test_bot", id.GetIntegerKey()));

    protected virtual ValueTask StopStoreAsync() => ValueTask.CompletedTask;
}
