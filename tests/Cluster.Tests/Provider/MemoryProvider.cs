using HybridOrleans.Storage.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Both silos share one store, as they would share a database.</summary>
public class MemoryProvider : ProviderCluster
{
    private readonly MemoryRecordStore _store = new();

    public override string StoreName => "memory";

    protected override void ConfigureStore(IServiceCollection services) => services.AddSingleton(_store);
}
