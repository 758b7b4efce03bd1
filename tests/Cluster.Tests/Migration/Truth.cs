using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>Reads files and rows for itself: it shares no code with what it judges.</summary>
internal static class Truth
{
    /// <summary>The number and revision of each profile, from the plain files.</summary>
    public static SortedDictionary<long, (long Number, long Revision)> OfFiles(string data, string bot)
    {
        var found = new SortedDictionary<long, (long, long)>();
        foreach (var file in Directory.EnumerateFiles($"{data}/{bot}/users", "*.json", SearchOption.AllDirectories))
        {
            if (!long.TryParse(Path.GetFileNameWithoutExtension(file), out var id))
            {
                continue;
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var revision = json.RootElement.GetProperty("_rev").GetString()!.Split('.')[0];
            found[id] = (
                json.RootElement.GetProperty("n").GetInt64(), long.Parse(revision, CultureInfo.InvariantCulture));
        }

        return found;
    }

    /// <summary>The number and revision of each profile, from the table.</summary>
    public static async Task<SortedDictionary<long, (long Number, long Revision)>> OfRowsAsync(
        string connectionString, string bot, CancellationToken cancellation)
    {
        var found = new SortedDictionary<long, (long, long)>();
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(
            "select key, revision, (body->>'n')::bigint from records where component = 'users' and not deleted");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var key = rows.GetString(0).Split('/');
            if (key[0] == bot)
            {
                found[long.Parse(key[^1], CultureInfo.InvariantCulture)] = (rows.GetInt64(2), rows.GetInt64(1));
            }
        }

        return found;
    }
}
