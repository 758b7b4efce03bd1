using Npgsql;

namespace HybridOrleans.Storage.Postgres;

/// <summary>What of a connection string may appear in messages: where, never who with which password.</summary>
internal static class ConnectionText
{
    /// <summary>Host, port and database, such as <c>db.local:5432/bots</c>.</summary>
    public static string Redact(string connectionString)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{text.Host}:{text.Port}/{text.Database ?? text.Username}";
    }
}
