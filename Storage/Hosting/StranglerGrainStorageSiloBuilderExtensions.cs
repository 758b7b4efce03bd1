using HybridOrleans.Storage.GrainStorage;
using Microsoft.Extensions.Options;
using Orleans.Providers;

namespace Orleans.Hosting;

/// <summary>Adds the grain storage of HybridOrleans to a silo.</summary>
public static class StranglerGrainStorageSiloBuilderExtensions
{
    /// <summary>Adds it as the storage of grains that name none.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configureOptions">Sets the options.</param>
    public static ISiloBuilder AddStranglerGrainStorageAsDefault(
        this ISiloBuilder builder, Action<StranglerGrainStorageOptions> configureOptions)
        => builder.AddStranglerGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    /// <summary>Adds it as the storage of grains that name none.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configureOptions">Sets the options; null keeps the defaults.</param>
    public static ISiloBuilder AddStranglerGrainStorageAsDefault(
        this ISiloBuilder builder, Action<OptionsBuilder<StranglerGrainStorageOptions>>? configureOptions = null)
        => builder.AddStranglerGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    /// <summary>Adds it under a name.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">The name that <c>[PersistentState("profile", "name")]</c> refers to.</param>
    /// <param name="configureOptions">Sets the options.</param>
    public static ISiloBuilder AddStranglerGrainStorage(
        this ISiloBuilder builder, string name, Action<StranglerGrainStorageOptions> configureOptions)
        => builder.ConfigureServices(services => services.AddStranglerGrainStorage(name, configureOptions));

    /// <summary>Adds it under a name.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">The name that <c>[PersistentState("profile", "name")]</c> refers to.</param>
    /// <param name="configureOptions">Sets the options; null keeps the defaults.</param>
    public static ISiloBuilder AddStranglerGrainStorage(
        this ISiloBuilder builder,
        string name,
        Action<OptionsBuilder<StranglerGrainStorageOptions>>? configureOptions = null)
        => builder.ConfigureServices(services => services.AddStranglerGrainStorage(name, configureOptions));
}
