using HybridOrleans.Storage.GrainStorage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Grain state in Orleans' own binary format.</summary>
public sealed class BinaryJsonProvider : JsonProvider
{
    protected override void ConfigureStorage(StranglerGrainStorageOptions options, IServiceProvider services)
    {
        base.ConfigureStorage(options, services);
        options.GrainStorageSerializer = ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(services);
    }
}
