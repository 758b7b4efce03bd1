using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Runtime;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>How the settings of the stores reach them.</summary>
public sealed class StoreSettingsTests
{
    [Fact]
    public void The_JSON_store_takes_its_section()
    {
        using var host = StoreHost.Build(new Dictionary<string, string?>
        {
            ["HybridOrleans:Json:RootDirectory"] = "somewhere",
            ["HybridOrleans:Json:BatchRecordsMax"] = "17",
            ["HybridOrleans:Json:OperationTimeout"] = "00:00:05",
        });
        var options = host.GetRequiredService<IOptions<JsonStoreOptions>>().Value;
        Assert.Equal(
            ("somewhere", 17, TimeSpan.FromSeconds(5)),
            (options.RootDirectory, options.BatchRecordsMax, options.OperationTimeout));
    }

    [Fact]
    public void PostgreSQL_is_found_by_the_names_of_the_old_bot()
    {
        using var host = StoreHost.Build(OldNames());
        var options = host.GetRequiredService<IOptions<PostgresStoreOptions>>().Value;
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        Assert.Equal(
            ("db.example", 5433, "bots", "eva", "p;a'ss", SslMode.VerifyFull),
            (connection.Host, connection.Port, connection.Database, connection.Username, connection.Password,
                connection.SslMode));
        Assert.Equal(
            (3, 9, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(45)),
            (options.MinPoolSize, options.MaxPoolSize, options.OperationTimeout, options.OpenTimeout));
    }

    [Fact]
    public void The_section_goes_before_the_names_of_the_old_bot()
    {
        var settings = OldNames();
        settings["HybridOrleans:Postgres:ConnectionString"] = "Host=other";
        settings["HybridOrleans:Postgres:MaxPoolSize"] = "12";
        using var host = StoreHost.Build(settings);
        var options = host.GetRequiredService<IOptions<PostgresStoreOptions>>().Value;
        Assert.Equal(("Host=other", 12, 3), (options.ConnectionString, options.MaxPoolSize, options.MinPoolSize));
    }

    [Fact]
    public void All_mistakes_of_all_stores_are_reported_at_once_and_no_secret_is()
    {
        using var host = StoreHost.Build(new Dictionary<string, string?>
        {
            ["HybridOrleans:Components:users"] = "json",
            ["HybridOrleans:Components:grains"] = "postgres",
            ["HybridOrleans:Json:BatchRecordsMax"] = "many",
            ["HybridOrleans:Json:LockTimeout"] = "00:00:03",
            ["HybridOrleans:Postgres:WriteLanes"] = "99",
            ["HybridOrleans:Settling:Limit"] = "00:02:00",
            ["DB_PORT"] = "70000",
            ["DB_PASSWORD"] = "secret",
            ["DB_MIN_POOL_SIZE"] = "-1",
            ["DB_COMMAND_TIMEOUT"] = "2m",
            ["DB_SSL_MODE"] = "maybe",
        });
        var validator = host.GetRequiredService<IConfigurationValidator>();
        var error = Assert.Throws<OrleansConfigurationException>(validator.ValidateConfiguration).Message;
        string[] expected =
        [
            "HybridOrleans:Json:BatchRecordsMax = 'many': expected a whole number.",
            "RootDirectory",
            "LockTimeout",
            "WriteLanes",
            "Settling of lost answers: 00:02:00 is outside 00:00:00.1000000 to 00:01:00.",
            "ConnectionString",
            "DB_PORT = '70000': expected a whole number from 1 to 65535.",
            "DB_PASSWORD is set and DB_HOST is not. Set DB_HOST, or clear DB_PASSWORD.",
            "DB_MIN_POOL_SIZE = '-1': expected a whole number from 0 to 1000.",
            "DB_COMMAND_TIMEOUT = '2m': expected a number of seconds from 0.1 to 60.",
            "DB_SSL_MODE = 'maybe': expected one of disable, allow, prefer, require, verify-ca, verify-full.",
        ];
        Assert.All(expected, text => Assert.Contains(text, error, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> OldNames()
        => new()
        {
            ["DB_HOST"] = "db.example",
            ["DB_PORT"] = "5433",
            ["DB_NAME"] = "bots",
            ["DB_USER"] = "eva",
            ["DB_PASSWORD"] = "p;a'ss",
            ["DB_SSL_MODE"] = "verify-full",
            ["DB_MIN_POOL_SIZE"] = "3",
            ["DB_MAX_POOL_SIZE"] = "9",
            ["DB_COMMAND_TIMEOUT"] = "1.5",
            ["DB_POOL_TIMEOUT"] = "45",
        };
}
