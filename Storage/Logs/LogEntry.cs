using System.Buffers;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>What a log keeps under one sequence number: a JSON object and, if the writer has one, an id.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record LogEntry
{
    /// <summary>The longest id, in characters.</summary>
    public const int IdLengthMax = 128;

    /// <summary>The deepest nesting of objects and arrays: a segment adds two levels to it.</summary>
    public const int DepthMax = RecordBody.DepthMax - 2;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    private LogEntry(string? id, RecordBody body)
    {
        Id = id;
        Body = body;
    }

    /// <summary>What stands in the place of an erased entry: its number stays, and nothing else of it.</summary>
    public static LogEntry Erased { get; } = Create(RecordBody.Parse("{\"erased\":true}"u8));

    /// <summary>True for what stands in the place of an entry that was erased.</summary>
    public bool IsErased => Id is null && Body.Equals(Erased.Body);

    /// <summary>Names the entry for whoever repeats it; null when it has no name.</summary>
    public string? Id { get; }

    /// <summary>A JSON object, kept token for token.</summary>
    public RecordBody Body { get; }

    /// <summary>Checks an entry.</summary>
    /// <param name="body">A JSON object, at most <see cref="DepthMax"/> levels deep.</param>
    /// <param name="id">
    /// Null, or 1 to <see cref="IdLengthMax"/> printable ASCII characters other than space, quote and backslash.
    /// </param>
    /// <exception cref="InvalidRecordException">One of them is something else.</exception>
    public static LogEntry Create(RecordBody body, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (!body.IsObject)
        {
            throw Refused("it is JSON, but no object");
        }

        if (CanonicalJson.FindFault(body.Utf8.Span, DepthMax, out _) is { } fault)
        {
            throw Refused(fault);
        }

        if (id is not null && (id.Length is 0 or > IdLengthMax || id.AsSpan().ContainsAnyExcept(IdCharacters)))
        {
            throw Refused(
                $"its id has {id.Length} characters, and 1 to {IdLengthMax} printable ASCII characters are allowed, "
                + "without spaces, quotes and backslashes");
        }

        return new LogEntry(id, body);
    }

    /// <summary>Takes what a segment holds, which was checked before it was written.</summary>
    internal static LogEntry FromStored(string? id, RecordBody body) => new(id, body);

    /// <exception cref="InvalidRecordException">The entry is larger than the log takes.</exception>
    internal void RequireFits(LogShape shape)
    {
        if (Body.Utf8.Length > shape.EntryBytesMax)
        {
            throw Refused($"it has {Body.Utf8.Length:N0} bytes, and at most {shape.EntryBytesMax:N0} are allowed");
        }
    }

    /// <summary>The size only: entries are personal data and must not reach a log file.</summary>
    public override string ToString() => Body.ToString();

    private static InvalidRecordException Refused(string reason)
        => new($"The entry is refused: {reason}. Nothing was written.");
}
