using System.Globalization;
using System.Text;
using System.Text.Json;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>The document beside the segments of a log. Missing until something is deleted or the log is long.</summary>
/// <param name="Revision">Of the document.</param>
/// <param name="First">The lowest entry that is not deleted. This decides.</param>
/// <param name="Tail">A segment that is begun. A hint: there may be later ones.</param>
/// <param name="Cleared">Segments below this number are tombstones; from it on bytes may be left to delete.</param>
internal sealed record HeadDocument(Revision Revision, long First, long Tail, long Cleared)
{
    /// <summary>What stands where no document was written.</summary>
    public static HeadDocument None { get; } = new(Revision.None, 1, 0, 0);

    /// <summary><c>{"first":1,"tail":4,"cleared":0}</c>.</summary>
    public RecordBody ToBody() => RecordBody.FromCanonical(Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"first":{{First}},"tail":{{Tail}},"cleared":{{Cleared}}}""")));

    /// <exception cref="DamagedRecordException">The body is no such document.</exception>
    public static HeadDocument Read(StoredRecord? stored)
    {
        if (stored is null)
        {
            return None;
        }

        if (stored.Body is { } body && Parse(body) is { First: > 0, Tail: >= 0, Cleared: >= 0 } head)
        {
            return head with { Revision = stored.Revision };
        }

        throw new DamagedRecordException(
            "The head of a log is deleted, or has not the form of one. Nothing was changed. It was written by other "
            + "means: bring it back from a backup.");
    }

    private static HeadDocument? Parse(RecordBody body)
    {
        try
        {
            using var json = JsonDocument.Parse(body.Utf8);
            var root = json.RootElement;
            return new(
                Revision.None,
                root.GetProperty("first").GetInt64(),
                root.GetProperty("tail").GetInt64(),
                root.GetProperty("cleared").GetInt64());
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }
}
