using System.Globalization;
using HybridOrleans.Storage.Cache;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Reads the names that the old bot used: <c>REDIS_HOST</c>, <c>REDIS_DEFAULT_TTL</c> and others.</summary>
/// <remarks>
/// The same Redis may hold the membership of the cluster. Settings under <c>HybridOrleans:Cache</c> go before these.
/// <c>REDIS_MAX_CONNECTIONS</c> means nothing here: all commands share one connection.
/// </remarks>
internal sealed class RedisEnvironment(IConfiguration configuration, SettingsBinder<RedisCacheOptions> mistakes)
{
    private const int Port = 6379;
    private const int DatabaseMax = 15;
    private const int SecondsMax = 30 * 24 * 60 * 60;

    /// <summary>Sets what the environment names. Without <c>REDIS_HOST</c> it names no server.</summary>
    public void Bind(RedisCacheOptions options)
    {
        if (Number("REDIS_DEFAULT_TTL", 1, SecondsMax) is { } seconds)
        {
            options.SetAllTtls(TimeSpan.FromSeconds(seconds));
        }

        if (Text("REDIS_HOST") is not { } host)
        {
            return;
        }

        options.Environment = new ConfigurationOptions
        {
            EndPoints = { { host, Number("REDIS_PORT", 1, 65_535) ?? Port } },
            DefaultDatabase = Number("REDIS_DB", 0, DatabaseMax) ?? 0,
            Password = Text("REDIS_PASSWORD"),
        };
    }

    private string? Text(string name) => configuration[name] is { Length: > 0 } value ? value : null;

    private int? Number(string name, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        mistakes.Add(string.Create(
            CultureInfo.InvariantCulture, $"{name} = '{text}': expected a whole number from {min} to {max}."));
        return null;
    }
}
