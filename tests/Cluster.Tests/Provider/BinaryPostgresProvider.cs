using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Grain state in Orleans' own binary format.</summary>
public sealed class BinaryPostgresProvider(PostgresFixture server) : PostgresProvider(server)
{
    protected override void ConfigureStorage(StranglerGrainStorageOptions options, IServiceProvider services)
    {
        base.ConfigureStorage(options, services);
        options.GrainStorageSerializer = ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(services);
    }
}
