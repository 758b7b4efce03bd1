using System.Globalization;
using HybridOrleans.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Reads the names that the old bot used, such as <c>DB_HOST</c>, <c>DB_PORT</c> and <c>DB_NAME</c>.</summary>
/// <remarks>
/// <c>DB_COMMAND_TIMEOUT</c> (seconds) is <see cref="PostgresStoreOptions.OperationTimeout"/>, which includes waiting
/// for a connection; <c>DB_POOL_TIMEOUT</c> (seconds) bounds the opening of the pool,
/// <see cref="PostgresStoreOptions.OpenTimeout"/>. Settings under <c>HybridOrleans:Postgres</c> go before all these.
/// </remarks>
internal sealed class DatabaseEnvironment(IConfiguration configuration, SettingsBinder<PostgresStoreOptions> mistakes)
{
    private static readonly string[] OfAServer = ["DB_PORT", "DB_NAME", "DB_USER", "DB_PASSWORD"];
    private static readonly string[] SslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    /// <summary>Sets what the environment names. Without <c>DB_HOST</c> it names no server.</summary>
    public void Bind(PostgresStoreOptions options)
    {
        options.MinPoolSize = Number("DB_MIN_POOL_SIZE", 0, 1000) ?? options.MinPoolSize;
        options.MaxPoolSize = Number("DB_MAX_POOL_SIZE", 4, 1000) ?? options.MaxPoolSize;
        options.OperationTimeout = Seconds("DB_COMMAND_TIMEOUT", 0.1, 60) ?? options.OperationTimeout;
        options.OpenTimeout = Seconds("DB_POOL_TIMEOUT", 0.1, 600) ?? options.OpenTimeout;
        var port = Number("DB_PORT", 1, 65_535);
        var sslMode = SslMode();
        if (Text("DB_HOST") is not { } host)
        {
            foreach (var name in OfAServer.Where(n => Text(n) is not null))
            {
                mistakes.Add($"{name} is set and DB_HOST is not. Set DB_HOST, or clear {name}.");
            }

            return;
        }

        options.ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = port ?? NpgsqlConnection.DefaultPort,
            Database = Text("DB_NAME"),
            Username = Text("DB_USER"),
            Password = Text("DB_PASSWORD"),
            SslMode = sslMode ?? Npgsql.SslMode.Prefer,
        }.ConnectionString;
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

        mistakes.Add($"{name} = '{text}': expected a whole number from {min} to {max}.");
        return null;
    }

    private TimeSpan? Seconds(string name, double min, double max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return TimeSpan.FromSeconds(value);
        }

        mistakes.Add(string.Create(
            CultureInfo.InvariantCulture, $"{name} = '{text}': expected a number of seconds from {min} to {max}."));
        return null;
    }

    private SslMode? SslMode()
    {
        if (Text("DB_SSL_MODE") is not { } text)
        {
            return null;
        }

        if (SslModes.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<SslMode>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        }

        mistakes.Add($"DB_SSL_MODE = '{text}': expected one of {string.Join(", ", SslModes)}.");
        return null;
    }
}
