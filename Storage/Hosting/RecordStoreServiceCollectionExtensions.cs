using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Leases;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Records.Settling;
using HybridOrleans.Storage.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Adds the record stores to a silo.</summary>
public static class RecordStoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IRecordStore"/> and <see cref="RecordStores"/>, configured by <c>HybridOrleans</c>.
    /// </summary>
    /// <param name="services">The services of a silo.</param>
    /// <param name="components">
    /// The components that the host uses. One that is not configured lives in
    /// <see cref="RecordStoreOptions.DefaultStore"/>.
    /// </param>
    /// <remarks>
    /// May be called many times; the components add up. The stores open and close with the silo, and wrong settings
    /// stop its start with one <see cref="OrleansConfigurationException"/> that lists all of them.
    /// </remarks>
    public static IServiceCollection AddRecordStores(
        this IServiceCollection services, params ReadOnlySpan<Component> components)
    {
        foreach (var component in components)
        {
            services.AddSingleton(new UsedComponent(component));
        }

        if (services.Any(s => s.ServiceType == typeof(RecordStores)))
        {
            return services;
        }

        services.AddOptions<RecordStoreOptions>()
            .Configure<IServiceProvider>((o, s) => Section(s)?.GetSection("Components").Bind(o.Components));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(typeof(SettingsBinder<>));
        services.AddSingleton(typeof(OptionsCheck<>));
        services.AddJsonStore().AddPostgresStore().AddRedisCache();
        services.TryAddSingleton<MemoryRecordStore>();
        services.AddSingleton<IStoreKind, MemoryStoreKind>();
        services.AddSingleton<ComponentRoutes>();
        services.AddSingleton<ISettingsCheck>(s => s.GetRequiredService<ComponentRoutes>());
        services.AddTransient<IConfigurationValidator, SettingsValidator>();
        services.AddSingleton(s => new RecordStores(
            s.GetRequiredService<ComponentRoutes>(),
            s.GetServices<IStoreKind>(),
            s.GetService<IPostgresHost>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILoggerFactory>(),
            s.GetRequiredService<RedisCacheHost>()));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<RecordStores>());
        services.AddSingleton(s => new ViewLeases(
            s.GetRequiredService<RecordStores>(),
            s.GetServices<ISelfCheck>(),
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMigrationSides>(s => s.GetRequiredService<RecordStores>());
        services.AddSingleton<MigrationViews>();
        services.AddSingleton<IMigrationViews>(s => s.GetRequiredService<MigrationViews>());
        services.AddSingleton(s => s.GetRequiredService<RecordStores>().Router);
        return services.AddSettling();
    }

    private static IServiceCollection AddJsonStore(this IServiceCollection services)
    {
        services.AddOptions<JsonStoreOptions>().Configure<IServiceProvider, SettingsBinder<JsonStoreOptions>>(
            (options, host, binder) =>
            {
                if (Section(host) is { } section)
                {
                    binder.Bind(section.GetSection("Json"), options);
                }
            });
        services.AddSingleton<IValidateOptions<JsonStoreOptions>, JsonStoreOptionsValidator>();
        return services.AddSingleton<IStoreKind, JsonStoreKind>();
    }

    private static IServiceCollection AddPostgresStore(this IServiceCollection services)
    {
        services.AddOptions<PostgresStoreOptions>().Configure<IServiceProvider, SettingsBinder<PostgresStoreOptions>>(
            (options, host, binder) =>
            {
                if (Section(host) is { } section)
                {
                    new DatabaseEnvironment(host.GetRequiredService<IConfiguration>(), binder).Bind(options);
                    binder.Bind(section.GetSection("Postgres"), options);
                }
            });
        services.AddSingleton<IValidateOptions<PostgresStoreOptions>, PostgresStoreOptionsValidator>();
        return services.AddSingleton<IStoreKind, PostgresStoreKind>();
    }

    private static IServiceCollection AddRedisCache(this IServiceCollection services)
    {
        services.AddOptions<RedisCacheOptions>().Configure<IServiceProvider, SettingsBinder<RedisCacheOptions>>(
            (options, host, binder) =>
            {
                if (Section(host) is { } section)
                {
                    new RedisEnvironment(host.GetRequiredService<IConfiguration>(), binder).Bind(options);
                    binder.Bind(section.GetSection("Cache"), options);
                }
            });
        services.AddSingleton<IValidateOptions<RedisCacheOptions>, RedisCacheOptionsValidator>();
        services.AddSingleton<ISettingsCheck>(s => s.GetRequiredService<OptionsCheck<RedisCacheOptions>>());
        return services.AddSingleton<RedisCacheHost>();
    }

    /// <summary>Lost answers are settled in front of the router, so that every store is served alike.</summary>
    private static IServiceCollection AddSettling(this IServiceCollection services)
    {
        services.AddSettings<SettlingOptions, SettlingOptionsValidator>("Settling");
        return services.AddSingleton<IRecordStore>(s => new SettlingRecordStore(
            s.GetRequiredService<StranglerStore>(),
            s.GetRequiredService<IOptions<SettlingOptions>>().Value,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<SettlingRecordStore>>()));
    }

    private static IConfigurationSection? Section(IServiceProvider services)
        => services.GetService<IConfiguration>()?.GetSection("HybridOrleans");
}
