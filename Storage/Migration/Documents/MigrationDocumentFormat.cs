using System.Text;
using System.Text.Json;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>A migration document as text, the same in every store.</summary>
/// <remarks>
/// <para>
/// <c>{"format":1,"document":{…},"hash":"…"}</c>, UTF-8. The hash is the SHA-256 of the document's tokens: white space
/// may change, so that a store may lay the text out for people, and nothing else may. A document steers where every
/// write goes; one that was edited by hand or damaged is refused and never guessed at.
/// </para>
/// <para>
/// Members that are not known are refused too, and a change of the members raises the format: a silo that did not
/// understand a member would drop it when it writes the document, or break the rule that it stands for.
/// </para>
/// </remarks>
internal static class MigrationDocumentFormat
{
    private const int Version = 1;

    /// <summary>The text of a document, without white space.</summary>
    public static byte[] Write(MigrationDocument document)
    {
        if (Mistake(document) is { } mistake)
        {
            throw new ArgumentException($"The document is not written: {mistake}.", nameof(document));
        }

        var text = JsonSerializer.SerializeToUtf8Bytes(document, MigrationDocumentJson.Default.MigrationDocument);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Version);
            writer.WritePropertyName("document");
            writer.WriteRawValue(text);
            writer.WriteString("hash", HashOf(text));
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="component">The component that the place belongs to.</param>
    /// <param name="place">The store or file it was read from, for the message.</param>
    /// <exception cref="StoreUnavailableException">The text is damaged, edited, or of a newer version.</exception>
    public static MigrationDocument Read(ReadOnlyMemory<byte> text, Component component, string place)
    {
        MigrationDocument? document;
        try
        {
            using var whole = JsonDocument.Parse(text);
            var format = whole.RootElement.GetProperty("format").GetInt32();
            if (format != Version)
            {
                throw Unreadable(component, place, $"it has format {format}, and this version reads {Version}. "
                    + "Run the version that wrote it");
            }

            var element = whole.RootElement.GetProperty("document");
            var hash = HashOf(Encoding.UTF8.GetBytes(element.GetRawText()));
            if (whole.RootElement.GetProperty("hash").GetString() != hash)
            {
                throw Unreadable(component, place, "its hash does not fit: it was edited or damaged. "
                    + "Restore it from a backup");
            }

            document = element.Deserialize(MigrationDocumentJson.Default.MigrationDocument);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or InvalidRecordException)
        {
            throw Unreadable(component, place, "it is no migration document. Restore it from a backup", e);
        }

        var mistake = document is null ? "it is null"
            : document.Component != component ? $"it is about {document.Component}"
            : Mistake(document);
        return mistake is null ? document! : throw Unreadable(component, place, mistake);
    }

    private static string? Mistake(MigrationDocument document)
        => document.Version < 1 ? $"its version is {document.Version}, and 1 is the lowest"
            : document.Epoch.Value < 0 ? $"its epoch is {document.Epoch}, and 0 is the lowest"
            : !Enum.IsDefined(document.Phase) ? $"there is no phase {(int)document.Phase}"
            : document.SharePercent is < 0 or > 100 ? $"its share is {document.SharePercent} %, not 0 to 100"
            : document.Switch is { } s && !Enum.IsDefined(s.To) ? $"there is no phase {(int)s.To}"
            : document.Goal is { } g && !Enum.IsDefined(g.Phase) ? $"there is no phase {(int)g.Phase}"
            : document.CopyRateMax < 0 ? $"its rate is {document.CopyRateMax} records/s, and 0 is the lowest"
            : document.Divergences.Count > MigrationDocument.DivergencesMax
                ? $"it has {document.Divergences.Count} divergences, and {MigrationDocument.DivergencesMax} are allowed"
            : document.History.Count > MigrationDocument.HistoryMax
                ? $"it has {document.History.Count} history entries, and {MigrationDocument.HistoryMax} are allowed"
            : null;

    private static string HashOf(byte[] text) => Convert.ToHexStringLower(RecordBody.Parse(text).Hash.Span);

    private static StoreUnavailableException Unreadable(
        Component component, string place, string reason, Exception? cause = null)
        => new($"The migration document of '{component}' in {place} is refused: {reason}. "
            + "Nothing is routed until it can be read.", cause);
}
