using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace HybridOrleans.TestKit.Histories;

/// <summary>
/// Reads the files and rows of any component for itself: it shares no code with what it judges. Keys are the texts of
/// the storage format, and bodies have no white space.
/// </summary>
/// <remarks>The stores must be closed, so that nothing lies in a journal alone.</remarks>
public static class ComponentLook
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The records of a bot in a component, from its files.</summary>
    public static IReadOnlyDictionary<string, HeldRecord> AtFiles(string root, string bot, string component)
    {
        var held = new Dictionary<string, HeldRecord>();
        var folder = Path.Combine(root, bot, component);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
        foreach (var file in files.Where(file => !Path.GetFileName(file).StartsWith('.')))
        {
            var members = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
            var parts = members["_rev"]!.GetValue<string>().Split('.');
            members.Remove("_rev");
            var isDeleted = file.EndsWith(".deleted", StringComparison.Ordinal);
            var name = file[..file.LastIndexOf(".json", StringComparison.Ordinal)];
            var key = component == "users"
                ? Path.GetFileName(name)
                : Path.GetRelativePath(folder, name).Replace(Path.DirectorySeparatorChar, '/');
            held.Add($"{bot}/{key}", new HeldRecord(
                long.Parse(parts[0], CultureInfo.InvariantCulture), parts[2],
                isDeleted ? null : members.ToJsonString(Plain)));
        }

        return held;
    }

    /// <summary>All records of a component, from the table of its name.</summary>
    public static async Task<IReadOnlyDictionary<string, HeldRecord>> AtRowsAsync(
        string connectionString, string component, CancellationToken cancellation)
    {
        var held = new Dictionary<string, HeldRecord>();
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"select key, revision, write_id, body::text from {component}", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            held.Add(rows.GetString(0), new HeldRecord(
                rows.GetInt64(1), rows.GetGuid(2).ToString("n"),
                rows.IsDBNull(3) ? null : JsonNode.Parse(rows.GetString(3))!.ToJsonString(Plain)));
        }

        return held;
    }

    /// <summary>A body without one of its members.</summary>
    public static HeldRecord Without(this HeldRecord record, string member)
    {
        var members = record.Body is null ? null : JsonNode.Parse(record.Body)!.AsObject();
        members?.Remove(member);
        return record with { Body = members?.ToJsonString(Plain) };
    }
}
