using HybridOrleans.Client.Hosting;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Client;

/// <summary>Adds the client to a bot's host.</summary>
public static class HybridClientServiceCollectionExtensions
{
    /// <summary>The section of configuration that the host's builder reads.</summary>
    private const string Section = "HybridOrleans:Client";

    /// <summary>
    /// Adds <see cref="IHybridDataStore"/> and <see cref="IHybridConnection"/>, configured by the section
    /// <c>HybridOrleans:Client</c>.
    /// </summary>
    /// <param name="builder">The bot's host.</param>
    public static IHostApplicationBuilder AddHybridClient(this IHostApplicationBuilder builder)
        => builder.AddHybridClient(static _ => { });

    /// <summary>
    /// Adds <see cref="IHybridDataStore"/> and <see cref="IHybridConnection"/>, configured by the section
    /// <c>HybridOrleans:Client</c> and then by code; where neither tells how to find silos, by <c>REDIS_HOST</c>.
    /// </summary>
    /// <param name="builder">The bot's host.</param>
    /// <param name="configure">Sets options.</param>
    public static IHostApplicationBuilder AddHybridClient(
        this IHostApplicationBuilder builder, Action<HybridClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<HybridClientOptions>().Bind(builder.Configuration.GetSection(Section));
        builder.Services.AddHybridClient(configure);
        builder.Services.PostConfigure<HybridClientOptions>(o => RedisEnvironment.Apply(o, builder.Configuration));
        return builder;
    }

    /// <summary>
    /// Adds <see cref="IHybridDataStore"/> and <see cref="IHybridConnection"/> for the silo on this machine.
    /// </summary>
    /// <param name="services">The bot's services.</param>
    public static IServiceCollection AddHybridClient(this IServiceCollection services)
        => services.AddHybridClient(static _ => { });

    /// <summary>Adds <see cref="IHybridDataStore"/> and <see cref="IHybridConnection"/>.</summary>
    /// <param name="services">The bot's services.</param>
    /// <param name="configure">Sets options.</param>
    /// <remarks>
    /// Wrong options stop the start of the host. The host does not wait for the cluster: the client connects in the
    /// background, and <see cref="IHybridConnection.WaitAsync"/> is there for who wants to wait.
    /// </remarks>
    public static IServiceCollection AddHybridClient(
        this IServiceCollection services, Action<HybridClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<HybridClientOptions>().Configure(configure).ValidateOnStart();
        if (services.Any(s => s.ServiceType == typeof(HybridClient)))
        {
            return services;
        }

        services.AddSingleton<IValidateOptions<HybridClientOptions>, HybridClientOptionsValidator>();
        services.AddSingleton(s => new HybridClient(
            s.GetRequiredService<IOptions<HybridClientOptions>>().Value, s.GetService<ILoggerFactory>()));
        services.AddSingleton<IHybridDataStore>(s => s.GetRequiredService<HybridClient>());
        services.AddSingleton<IHybridConnection>(s => s.GetRequiredService<HybridClient>());
        return services.AddHostedService<HybridClientService>();
    }

    /// <summary>Adds <see cref="IDatabaseIntegration"/> for one bot, over the client of this host.</summary>
    /// <param name="services">The bot's services; adds the client for the silo on this machine when there is none.
    /// </param>
    /// <param name="botId">The bot: 1 to 64 of <c>a-z 0-9 _ -</c>.</param>
    /// <remarks>Call <see cref="IDatabaseIntegration.InitializeAsync"/> once the host has started.</remarks>
    public static IServiceCollection AddDatabaseIntegration(this IServiceCollection services, string botId)
    {
        ArgumentNullException.ThrowIfNull(services);
        var bot = new BotId(botId);
        services.AddHybridClient();
        services.AddSingleton<IDatabaseIntegration>(
            s => new Integration.BotIntegration(s.GetRequiredService<HybridClient>(), bot));
        return services;
    }
}
