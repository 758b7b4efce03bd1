using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Records;

/// <summary>Checks what callers send, and makes the next body from the present one.</summary>
internal static class ObjectBody
{
    private static readonly RecordBody Empty = RecordBody.Parse("{}"u8);

    /// <param name="text">What the caller sent.</param>
    /// <param name="noun">What must be an object, such as "profile".</param>
    /// <exception cref="InvalidInputException">No JSON object, too large, or too deep.</exception>
    public static RecordBody Parse(JsonText text, string noun)
    {
        var body = Check(text.Utf8.Span);
        return body.IsObject
            ? body
            : throw new InvalidInputException(
                $"The body is refused: it is JSON, but no object, and a {noun} is one. Nothing was written.");
    }

    /// <exception cref="InvalidInputException">The merged body is too large.</exception>
    public static RecordBody Merge(RecordBody? present, RecordBody patch)
        => Check(JsonMergePatch.Apply((present is { IsObject: true } ? present : Empty).Utf8.Span, patch.Utf8.Span));

    /// <exception cref="InvalidInputException">No JSON, too large, or too deep.</exception>
    public static RecordBody Check(ReadOnlySpan<byte> json)
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
}
