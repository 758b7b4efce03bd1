using Npgsql;

namespace HybridOrleans.Storage.Postgres;

/// <summary>Looks at every new connection before it is used: the server must still promise what it must.</summary>
internal static class SessionCheck
{
    public const int ServerVersionMin = 14;

    public static async Task PrimaryAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var settings = await ReadAsync(connection, cancellation);
        RequireReadable(settings, connection);
        if (settings.SynchronousCommit == "off")
        {
            throw Refused(connection, "synchronous_commit is off, so the server would acknowledge writes that a crash "
                + "takes back. Set it to on for this role and database: 'alter role … set synchronous_commit = on'");
        }

        if (settings.Fsync == "off")
        {
            throw Refused(connection, "fsync is off, so a power cut can lose or damage every write. "
                + "Set 'fsync = on' in postgresql.conf and reload");
        }
    }

    public static async Task ReadOnlyAsync(NpgsqlConnection connection, CancellationToken cancellation)
        => RequireReadable(await ReadAsync(connection, cancellation), connection);

    private static void RequireReadable(Settings settings, NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < ServerVersionMin)
        {
            throw Refused(connection, $"its version is {connection.PostgreSqlVersion}, and {ServerVersionMin} or newer "
                + "is needed");
        }

        if (settings.Encoding != "UTF8")
        {
            throw Refused(connection, $"the encoding of the database is {settings.Encoding}, and bodies are kept byte "
                + "for byte only in UTF8. Make a database by 'create database … encoding UTF8 template template0'");
        }
    }

    private static async Task<Settings> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        const string Sql = "select current_setting('server_encoding'), current_setting('synchronous_commit'), "
            + "current_setting('fsync')";

        // The driver gives this check no token, and a server that froze must not hold a lane for ever.
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = connection.ConnectionTimeout };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new Settings(reader.GetString(0), reader.GetString(1), reader.GetString(2));
    }

    private static StoreUnavailableException Refused(NpgsqlConnection connection, string reason)
        => new($"PostgreSQL at {connection.Host}:{connection.Port}/{connection.Database} is refused: {reason}. "
            + "Nothing was written.");

    private readonly record struct Settings(string Encoding, string SynchronousCommit, string Fsync);
}
