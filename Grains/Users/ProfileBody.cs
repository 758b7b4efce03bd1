using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Users;

/// <summary>Checks what callers send, and makes the next body from the present one.</summary>
internal static class ProfileBody
{
    private static readonly RecordBody Empty = RecordBody.Parse("{}"u8);

    /// <exception cref="InvalidInputException">No JSON object, too large, or too deep.</exception>
    public static RecordBody Parse(JsonText text) => RequireObject(Check(text.Utf8.Span));

    /// <exception cref="InvalidInputException">The merged body is too large.</exception>
    public static RecordBody Merge(RecordBody? present, RecordBody patch)
        => Check(JsonMergePatch.Apply((present is { IsObject: true } ? present : Empty).Utf8.Span, patch.Utf8.Span));

    private static RecordBody Check(ReadOnlySpan<byte> json)
    {
        try
        {
            return RecordBody.Parse(json);
        }
        catch (InvalidRecordException e)
        {
            throw new InvalidInputException(e.Message);
        }
    }

    private static RecordBody RequireObject(RecordBody body) => body.IsObject
        ? body
        : throw new InvalidInputException(
            "The body is refused: it is JSON, but no object, and a profile is one. Nothing was written.");
}
