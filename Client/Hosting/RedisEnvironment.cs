using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Client.Hosting;

/// <summary>Reads the names by which silos find their Redis, for a bot that names no way to the cluster.</summary>
internal static class RedisEnvironment
{
    /// <summary>Sets the Redis where nothing else tells where the silos are.</summary>
    /// <exception cref="OptionsValidationException">A number is none.</exception>
    public static void Apply(HybridClientOptions options, IConfiguration configuration)
    {
        if (options.RedisHost is not null || options.Gateways.Count > 0 || options.ConfigureOrleans is not null
            || configuration["REDIS_HOST"] is not { Length: > 0 } host)
        {
            return;
        }

        options.RedisHost = host;
        options.RedisPort = Number(configuration, "REDIS_PORT", options.RedisPort);
        options.RedisDatabase = Number(configuration, "REDIS_DB", options.RedisDatabase);
        options.RedisPassword = configuration["REDIS_PASSWORD"] is { Length: > 0 } password ? password : null;
    }

    private static int Number(IConfiguration configuration, string name, int usual)
        => configuration[name] is not { Length: > 0 } text ? usual
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new OptionsValidationException(
                "", typeof(HybridClientOptions), [$"{name} = '{text}': expected a whole number."]);
}
