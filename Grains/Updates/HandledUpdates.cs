using System.Globalization;

namespace HybridOrleans.Grains.Updates;

/// <summary>The ids of the updates that were handled last, as a text: the first id, then the way to each next one.
/// </summary>
/// <remarks>
/// Telegram counts updates up, but begins anywhere after a quiet week: so the ids are remembered and not the greatest
/// one. Those of one user lie close together, so that a thousand of them take a few thousand characters.
/// </remarks>
internal static class HandledUpdates
{
    /// <summary>True when an id is among them.</summary>
    public static bool Contains(string? handled, long id) => Read(handled).Contains(id);

    /// <summary>The text with one more; above the limit the oldest goes.</summary>
    public static string With(string? handled, long id, int countMax)
    {
        var ids = Read(handled);
        ids.Add(id);
        var kept = ids[Math.Max(0, ids.Count - countMax)..];
        var ways = kept.Select((value, i) => i == 0 ? value : value - kept[i - 1]);
        return string.Join(' ', ways.Select(w => w.ToString(CultureInfo.InvariantCulture)));
    }

    private static List<long> Read(string? handled)
    {
        var ids = new List<long>();
        foreach (var part in (handled ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var way = long.Parse(part, CultureInfo.InvariantCulture);
            ids.Add(ids.Count == 0 ? way : ids[^1] + way);
        }

        return ids;
    }
}
