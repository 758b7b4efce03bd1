using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Adds the grain storage of HybridOrleans to the services of a silo.</summary>
public static class StranglerGrainStorageServiceCollectionExtensions
{
    /// <summary>Adds it as the storage of grains that name none.</summary>
    /// <param name="services">The services of a silo.</param>
    /// <param name="configureOptions">Sets the options.</param>
    public static IServiceCollection AddStranglerGrainStorageAsDefault(
        this IServiceCollection services, Action<StranglerGrainStorageOptions> configureOptions)
        => services.AddStranglerGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    /// <summary>Adds it as the storage of grains that name none.</summary>
    /// <param name="services">The services of a silo.</param>
    /// <param name="configureOptions">Sets the options; null keeps the defaults.</param>
    public static IServiceCollection AddStranglerGrainStorageAsDefault(
        this IServiceCollection services,
        Action<OptionsBuilder<StranglerGrainStorageOptions>>? configureOptions = null)
        => services.AddStranglerGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    /// <summary>Adds it under a name.</summary>
    /// <param name="services">The services of a silo.</param>
    /// <param name="name">The name that <c>[PersistentState("profile", "name")]</c> refers to.</param>
    /// <param name="configureOptions">Sets the options.</param>
    public static IServiceCollection AddStranglerGrainStorage(
        this IServiceCollection services, string name, Action<StranglerGrainStorageOptions> configureOptions)
        => services.AddStranglerGrainStorage(name, options => options.Configure(configureOptions));

    /// <summary>Adds it under a name.</summary>
    /// <param name="services">The services of a silo.</param>
    /// <param name="name">The name that <c>[PersistentState("profile", "name")]</c> refers to.</param>
    /// <param name="configureOptions">Sets the options; null keeps the defaults.</param>
    /// <remarks>
    /// Also adds the record stores, configured by <c>HybridOrleans</c>; several names share them, and the same grain
    /// under two names is the same record.
    /// </remarks>
    public static IServiceCollection AddStranglerGrainStorage(
        this IServiceCollection services,
        string name,
        Action<OptionsBuilder<StranglerGrainStorageOptions>>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.AddRecordStores(Component.Grains);
        configureOptions?.Invoke(services.AddOptions<StranglerGrainStorageOptions>(name));
        services.AddTransient<
            IPostConfigureOptions<StranglerGrainStorageOptions>,
            DefaultStorageProviderSerializerOptionsConfigurator<StranglerGrainStorageOptions>>();
        services.AddSingleton<ISettingsCheck>(s => new StranglerGrainStorageCheck(
            s.GetRequiredService<IOptionsMonitor<StranglerGrainStorageOptions>>(), name));
        services.ConfigureNamedOptionForLogging<StranglerGrainStorageOptions>(name);
        return services.AddGrainStorage(name, StranglerGrainStorageFactory.Create);
    }
}
