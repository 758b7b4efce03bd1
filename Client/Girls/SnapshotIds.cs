using System.Globalization;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>Snapshot ids: UTC <c>yyyyMMddHHmmss</c>, so that the newest is the greatest.</summary>
internal static class SnapshotIds
{
    private const string Form = "yyyyMMddHHmmss";

    /// <summary>
    /// An id for now. While an id as great is taken, it is the second after the greatest: two in one second do not
    /// overwrite each other, and the newest stays the greatest also where a clock was set back.
    /// </summary>
    /// <exception cref="InvalidInputException">An id of the profile leaves no later one.</exception>
    public static string Next(GirlProfile profile, DateTimeOffset now)
    {
        var next = now.UtcDateTime;
        foreach (var id in profile.Snapshots.Keys.Concat(profile.Summary.Keys))
        {
            if (TimeOf(id) is { } taken && string.CompareOrdinal(id, TextOf(next)) >= 0)
            {
                next = taken < DateTime.MaxValue.AddSeconds(-2) ? taken.AddSeconds(1) : throw new InvalidInputException(
                    $"The profile holds the snapshot id {id}, and no later one exists. Nothing was written.");
            }
        }

        return TextOf(next);
    }

    /// <summary>The newest entry; one whose id is no time only where no other is.</summary>
    public static T? NewestOf<T>(IReadOnlyDictionary<string, T> entries)
        where T : struct
        => NewestIdOf(entries.Keys) is { } id ? entries[id] : null;

    /// <summary>The newest id; null when there is none.</summary>
    public static string? NewestIdOf(IEnumerable<string> ids)
        => ids.OrderBy(id => TimeOf(id) is not null).ThenBy(id => id, StringComparer.Ordinal).LastOrDefault();

    private static string TextOf(DateTime time) => time.ToString(Form, CultureInfo.InvariantCulture);

    private static DateTime? TimeOf(string id)
        => DateTime.TryParseExact(id, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
}
