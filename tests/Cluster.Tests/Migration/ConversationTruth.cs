using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>Reads segments of conversations for itself: it shares no code with what it judges.</summary>
internal static class ConversationTruth
{
    /// <summary>The text under each number of each chat, from the plain files.</summary>
    public static SortedDictionary<(long Chat, long Sequence), string> OfFiles(string data, string bot)
    {
        var found = new SortedDictionary<(long, long), string>();
        foreach (var chat in Directory.EnumerateDirectories($"{data}/{bot}/conversations"))
        {
            foreach (var file in Directory.EnumerateFiles(chat, "0*.json"))
            {
                Take(found, Path.GetFileName(chat), File.ReadAllText(file));
            }
        }

        return found;
    }

    /// <summary>The text under each number of each chat, from the table.</summary>
    public static async Task<SortedDictionary<(long Chat, long Sequence), string>> OfRowsAsync(
        string connectionString, string bot, CancellationToken cancellation)
    {
        var found = new SortedDictionary<(long, long), string>();
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(
            "select key, body::text from records where component = 'conversations' and not deleted");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var key = rows.GetString(0).Split('/');
            if (key[0] == bot && key[2] != "head")
            {
                Take(found, key[1], rows.GetString(1));
            }
        }

        return found;
    }

    private static void Take(SortedDictionary<(long, long), string> found, string chat, string segment)
    {
        using var json = JsonDocument.Parse(segment);
        var sequence = json.RootElement.GetProperty("first").GetInt64();
        var id = long.Parse(chat, CultureInfo.InvariantCulture);
        foreach (var entry in json.RootElement.GetProperty("entries").EnumerateArray())
        {
            found.Add((id, sequence++), entry.GetProperty("text").GetString()!);
        }
    }
}
