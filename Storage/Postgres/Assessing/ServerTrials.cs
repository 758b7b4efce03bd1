using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Postgres.Schema;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Assessing;

/// <summary>What the server says of itself.</summary>
internal static class ServerTrials
{
    /// <summary>That there is a connection at all: each new one is refused unless version and encoding fit.</summary>
    public static async Task<(Severity, string)> ConnectAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var encoding = await AskAsync<string>(connection, "select current_setting('server_encoding')", cancellation);
        return (Severity.Passed, $"PostgreSQL {connection.PostgreSqlVersion} answers; its encoding is {encoding}.");
    }

    /// <summary>What a crash or a power cut of the server may take.</summary>
    public static async Task<(Severity, string)> DurabilityAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var commit = await SettingAsync(connection, "synchronous_commit", cancellation);
        var fsync = await SettingAsync(connection, "fsync", cancellation);
        var fullPages = await SettingAsync(connection, "full_page_writes", cancellation);
        var standbys = await SettingAsync(connection, "synchronous_standby_names", cancellation);
        var seen = $"synchronous_commit = {commit}, fsync = {fsync}, full_page_writes = {fullPages}";
        return (commit, fsync, fullPages, standbys) switch
        {
            ("off", _, _, _) => (Severity.Warns, $"{seen}: a crash of the server takes acknowledged writes back. "
                + "Set synchronous_commit to on."),
            (_, "off", _, _) => (Severity.Warns, $"{seen}: a power cut can lose or damage every write. Set fsync to "
                + "on."),
            (_, _, "off", _) => (Severity.Warns, $"{seen}: a power cut can tear pages, unless the file system never "
                + "does. Set full_page_writes to on."),
            ("local", _, _, not "") => (Severity.Warns, $"{seen}: writes do not wait for the synchronous standby that "
                + "is named, and a failover may lose some. Set synchronous_commit to on."),
            _ => (Severity.Passed, $"{seen}."),
        };
    }

    /// <summary>That the tables are those of this version.</summary>
    public static async Task<(Severity, string)> SchemaAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var version = await PostgresSchema.ReadVersionAsync(connection, cancellation);
        return version switch
        {
            _ when version < PostgresSchema.Newest => (Severity.Blocks,
                $"The schema has version {version}, and {PostgresSchema.Newest} is needed. Start a silo of this "
                + "version once with the right to create tables."),
            _ when version > PostgresSchema.Newest => (Severity.Warns,
                $"The schema has version {version}, and this program knows {PostgresSchema.Newest}. Bring all silos to "
                + "the newer version."),
            _ => (Severity.Passed, $"The schema has version {version}."),
        };
    }

    /// <summary>That the pool of this process can grow to its size.</summary>
    public static async Task<(Severity, string)> ConnectionsAsync(
        NpgsqlConnection connection, int poolSize, CancellationToken cancellation)
    {
        var free = await AskAsync<long>(
            connection,
            """
            select current_setting('max_connections')::bigint
              - current_setting('superuser_reserved_connections')::bigint
              - (select count(*) from pg_stat_activity where backend_type = 'client backend')
            """,
            cancellation);
        var mine = await AskAsync<long>(
            connection,
            "select count(*) from pg_stat_activity where application_name = current_setting('application_name') "
            + "and datname = current_database()",
            cancellation);
        var seen = $"{free} connections are free and {mine} are open here; each silo opens up to "
            + $"{poolSize}";
        return free + mine < poolSize
            ? (Severity.Warns, $"{seen}. Raise max_connections or lower MaxPoolSize.")
            : (Severity.Passed, $"{seen}.");
    }

    private static Task<string> SettingAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
        => AskAsync<string>(connection, $"select current_setting('{name}')", cancellation);

    private static async Task<T> AskAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
