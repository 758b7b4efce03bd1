using HybridOrleans.TestKit;
using Npgsql;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Two silos on one database, which they find by the names of the old bot.</summary>
public class PostgresProvider(PostgresFixture server) : ProviderCluster
{
    public override string StoreName => "postgres";

    protected override async ValueTask StartStoreAsync(IDictionary<string, string?> settings)
    {
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        settings["DB_HOST"] = database.Host;
        settings["DB_PORT"] = database.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        settings["DB_NAME"] = database.Database;
        settings["DB_USER"] = database.Username;
        settings["DB_PASSWORD"] = database.Password;
        // What is tested here is what is stored. A busy machine must not turn it into a test of time limits.
        settings["DB_COMMAND_TIMEOUT"] = "30";
    }
}
