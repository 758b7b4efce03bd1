using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace HybridOrleans.TestKit.Histories;

/// <summary>Reads files and rows of users for itself: it shares no code with what it judges.</summary>
/// <remarks>The stores must be closed, so that nothing lies in a journal alone.</remarks>
public static class StoreLook
{
    /// <summary>The records of a bot, by key, from its files as the storage format describes them.</summary>
    public static IReadOnlyDictionary<string, HeldRecord> AtFiles(string root, string bot)
    {
        var held = new Dictionary<string, HeldRecord>();
        var files = Directory.GetFiles(Path.Combine(root, bot), "*", SearchOption.AllDirectories);
        foreach (var file in files.Where(file => !Path.GetFileName(file).StartsWith('.')))
        {
            var name = Path.GetFileName(file);
            using var content = JsonDocument.Parse(File.ReadAllBytes(file));
            var parts = content.RootElement.GetProperty("_rev").GetString()!.Split('.');
            var body = name.EndsWith(".deleted", StringComparison.Ordinal)
                ? null
                : '{' + string.Join(',', content.RootElement.EnumerateObject()
                    .Where(member => member.Name != "_rev")
                    .Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}")) + '}';
            held.Add($"{bot}/{name.Split('.')[0]}",
                new HeldRecord(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[2], body));
        }

        return held;
    }

    /// <summary>All records of users, by key, from the table.</summary>
    public static async Task<IReadOnlyDictionary<string, HeldRecord>> AtRowsAsync(
        string connectionString, CancellationToken cancellation)
    {
        var held = new Dictionary<string, HeldRecord>();
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "select key, revision, write_id, body::text from records where component = 'users'", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            held.Add(rows.GetString(0), new HeldRecord(
                rows.GetInt64(1), rows.GetGuid(2).ToString("n"), rows.IsDBNull(3) ? null : rows.GetString(3)));
        }

        return held;
    }
}
