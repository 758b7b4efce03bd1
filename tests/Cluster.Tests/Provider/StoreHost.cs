using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>The stores as a silo would have them, without the silo.</summary>
internal static class StoreHost
{
    public static ServiceProvider Build(
        IReadOnlyDictionary<string, string?> settings,
        Action<IServiceCollection>? configure = null,
        params IReadOnlyList<IStoreKind> kinds)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        foreach (var kind in kinds)
        {
            services.AddSingleton(kind);
        }

        services.AddRecordStores();
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }

    /// <summary>Settings that route every component to one store.</summary>
    public static Dictionary<string, string?> Everything(string store)
        => Component.All.ToDictionary(c => $"HybridOrleans:Components:{c}", string? (_) => store);
}
