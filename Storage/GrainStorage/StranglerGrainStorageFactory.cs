using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration.Overrides;
using Orleans.Serialization.Serializers;

namespace HybridOrleans.Storage.GrainStorage;

/// <summary>Makes the grain storage of one name.</summary>
internal static class StranglerGrainStorageFactory
{
    /// <summary>The result is the concrete class, so that Orleans sees that it takes part in the lifecycle.</summary>
    public static StranglerGrainStorage Create(IServiceProvider services, string name)
        => new(
            name,
            services.GetProviderClusterOptions(name).Value.ServiceId,
            services.GetRequiredService<IOptionsMonitor<StranglerGrainStorageOptions>>().Get(name),
            services.GetRequiredService<IRecordStore>(),
            services.GetRequiredService<RecordStores>(),
            services.GetRequiredService<IActivatorProvider>(),
            services.GetRequiredService<IGrainContextAccessor>(),
            services.GetRequiredService<ILogger<StranglerGrainStorage>>());
}
