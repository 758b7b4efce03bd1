using System.Globalization;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>What is different between two states of a profile, as changes to its text.</summary>
internal static class GirlChanges
{
    public static List<JsonEdit> Between(GirlProfile was, GirlProfile now, GirlLayout layout)
    {
        var edits = new List<JsonEdit>();
        AddText(edits, layout.Name, was.Name, now.Name);
        AddText(edits, layout.LastActivity, was.LastActivity, now.LastActivity);
        if (was.MessageCount != now.MessageCount)
        {
            var count = now.MessageCount.ToString(CultureInfo.InvariantCulture);
            edits.Add(new(layout.MessageCount, new(count)));
        }

        AddEntries(edits, layout.Summary, was.Summary, now.Summary, string.Equals, JsonString.Of);
        AddEntries(edits, layout.Snapshots, was.Snapshots, now.Snapshots, JsonValues.AreAlike, value => value);
        AddText(edits, layout.PreviousResponseId, was.PreviousResponseId, now.PreviousResponseId);
        AddEntries(edits, [], was.Others, now.Others, JsonValues.AreAlike, value => value);
        return edits;
    }

    private static void AddText(List<JsonEdit> edits, string[] path, string? was, string? now)
    {
        if (was != now)
        {
            edits.Add(new(path, now is null ? JsonValues.Null : JsonString.Of(now)));
        }
    }

    private static void AddEntries<T>(
        List<JsonEdit> edits, string[] path, IReadOnlyDictionary<string, T> was, IReadOnlyDictionary<string, T> now,
        Func<T, T, bool> areAlike, Func<T, JsonText> write)
    {
        edits.AddRange(was.Keys.Where(id => !now.ContainsKey(id)).Select(id => new JsonEdit([.. path, id], null)));
        foreach (var (id, value) in now)
        {
            if (!was.TryGetValue(id, out var before) || !areAlike(before, value))
            {
                edits.Add(new([.. path, id], write(value)));
            }
        }
    }
}
