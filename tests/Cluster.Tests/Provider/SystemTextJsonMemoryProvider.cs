using HybridOrleans.Storage.GrainStorage;
using Orleans.Serialization;
using Orleans.Storage;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Grain state as System.Text.Json writes it, with all its white space.</summary>
public sealed class SystemTextJsonMemoryProvider : MemoryProvider
{
    protected override void ConfigureStorage(StranglerGrainStorageOptions options, IServiceProvider services)
    {
        base.ConfigureStorage(options, services);
        var settings = new SystemTextJsonGrainStorageSerializerOptions();
        settings.JsonSerializerOptions.WriteIndented = true;
        options.GrainStorageSerializer =
            new SystemTextJsonGrainStorageSerializer(Microsoft.Extensions.Options.Options.Create(settings));
    }
}
