using HybridOrleans.Client.Hosting;
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
    /// Adds <see cref="IHybridDataStore"/> and <see cref="IHybridConnection"/>, configured by
    /// <c>HybridOrleans:Client</c>.
    /// </summary>
    /// <param name="builder">The bot's host.</param>
    /// <param name="configure">Sets options in code; it runs after the configuration.</param>
    public static IHostApplicationBuilder AddHybridClient(
        this IHostApplicationBuilder builder, Action<HybridClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<HybridClientOptions>().Bind(builder.Configuration.GetSection(Section));
        builder.Services.AddHybridClient(configure);
        return builder;
    }

    /// <summary>Adds <see cref="IHybridDataStore"/> and <see cref="IHybridConnection"/>.</summary>
    /// <param name="services">The bot's services.</param>
    /// <param name="configure">Sets options; null for the silo on this machine.</param>
    /// <remarks>
    /// Wrong options stop the start of the host. The host does not wait for the cluster: the client connects in the
    /// background, and <see cref="IHybridConnection.WaitAsync"/> is there for who wants to wait.
    /// </remarks>
    public static IServiceCollection AddHybridClient(
        this IServiceCollection services, Action<HybridClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<HybridClientOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

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
}
