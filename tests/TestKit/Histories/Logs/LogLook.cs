using System.Globalization;
using System.Text.Json.Nodes;

namespace HybridOrleans.TestKit.Histories.Logs;

/// <summary>Reads logs out of the documents that keep them, as the storage format describes them.</summary>
public static class LogLook
{
    /// <summary>The entries of a log, in the order of its segments, with the numbers that these claim.</summary>
    /// <param name="held">The documents of a component.</param>
    /// <param name="key">The log.</param>
    /// <param name="body">What an entry says.</param>
    public static IReadOnlyList<SeenEntry> Read(
        IReadOnlyDictionary<string, HeldRecord> held, string key, Func<JsonNode, string> body)
    {
        var entries = new List<SeenEntry>();
        var segments = held
            .Where(record => record.Key.StartsWith(key + "/", StringComparison.Ordinal))
            .Where(record => record.Value.Body is not null)
            .Where(record => long.TryParse(
                record.Key[(key.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .OrderBy(record => record.Key, StringComparer.Ordinal);
        foreach (var (_, record) in segments)
        {
            var segment = JsonNode.Parse(record.Body!)!;
            var next = segment["first"]!.GetValue<long>();
            foreach (var (id, entry) in segment["ids"]!.AsArray().Zip(segment["entries"]!.AsArray()))
            {
                entries.Add(new SeenEntry(next++, id!.GetValue<string>(), body(entry!)));
            }
        }

        return entries;
    }
}
