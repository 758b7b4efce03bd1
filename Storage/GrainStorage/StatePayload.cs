using System.Buffers.Text;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.GrainStorage;

/// <summary>Turns the bytes of a grain state serializer into a record's body and back.</summary>
/// <remarks>
/// <para>JSON is the body itself. Any other payload is the body <c>{"$base64":"…"}</c>.</para>
/// <para>
/// The two are never confused. A body is a wrapped payload exactly if its canonical text begins with
/// <c>{"$base64":"</c>, and a JSON payload that begins so is wrapped as well. What was not wrapped therefore never
/// looks wrapped, whatever a state class calls its members.
/// </para>
/// <para>
/// A serializer that is not known to write JSON gets its bytes back unchanged: its payload counts as JSON only if
/// canonical JSON is what it is, for a body loses its white space, which may mean something in a binary payload.
/// </para>
/// </remarks>
internal static class StatePayload
{
    /// <summary>The largest payload that fits as base64 into a body.</summary>
    public const int WrappedBytesMax = (RecordBody.BytesMax - 14) / 4 * 3;

    private static ReadOnlySpan<byte> Prefix => "{\"$base64\":\""u8;

    private static ReadOnlySpan<byte> Suffix => "\"}"u8;

    /// <param name="payload">What the serializer wrote.</param>
    /// <exception cref="InvalidRecordException">It is JSON that no store accepts, or too large.</exception>
    public static RecordBody FromJson(ReadOnlyMemory<byte> payload)
    {
        var body = RecordBody.Parse(payload.Span);
        return IsWrapped(body) ? Wrap(payload.Span) : body;
    }

    /// <param name="payload">What the serializer wrote.</param>
    /// <exception cref="InvalidRecordException">It is too large.</exception>
    public static RecordBody FromBytes(ReadOnlyMemory<byte> payload)
        => AsCanonicalJson(payload.Span) is { } body && !IsWrapped(body) ? body : Wrap(payload.Span);

    /// <summary>What the serializer wrote, less the insignificant white space of JSON.</summary>
    /// <exception cref="DamagedRecordException">The body begins like a wrapped payload and is none.</exception>
    public static ReadOnlyMemory<byte> ToPayload(RecordBody body)
    {
        if (!IsWrapped(body))
        {
            return body.Utf8;
        }

        var text = body.Utf8.Span[Prefix.Length..];
        if (text.EndsWith(Suffix))
        {
            text = text[..^Suffix.Length];
            var payload = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
            if (Base64.DecodeFromUtf8(text, payload, out _, out var length) == System.Buffers.OperationStatus.Done)
            {
                return payload.AsMemory(0, length);
            }
        }

        throw new DamagedRecordException(
            "The body begins with {\"$base64\":\" and is no binary payload of this grain storage. Nothing was changed. "
            + "It was written by other means: clear the state, or write the record anew.");
    }

    private static bool IsWrapped(RecordBody body) => body.Utf8.Span.StartsWith(Prefix);

    private static RecordBody? AsCanonicalJson(ReadOnlySpan<byte> payload)
    {
        // Most binary payloads are told by their first byte, without the price of an exception.
        if (payload.IsEmpty || payload.Length > RecordBody.BytesMax || !"{[\"-0123456789tfn"u8.Contains(payload[0]))
        {
            return null;
        }

        try
        {
            var body = RecordBody.Parse(payload);
            return body.Utf8.Length == payload.Length ? body : null;
        }
        catch (InvalidRecordException)
        {
            return null;
        }
    }

    private static RecordBody Wrap(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > WrappedBytesMax)
        {
            throw InvalidRecordException.Body(
                $"the binary payload has {payload.Length:N0} bytes, and at most {WrappedBytesMax:N0} are allowed, "
                + $"since it is kept as base64 in {RecordBody.BytesMax:N0} bytes");
        }

        var text = new byte[Prefix.Length + Base64.GetMaxEncodedToUtf8Length(payload.Length) + Suffix.Length];
        Prefix.CopyTo(text);
        Base64.EncodeToUtf8(payload, text.AsSpan(Prefix.Length), out _, out var length);
        Suffix.CopyTo(text.AsSpan(Prefix.Length + length));
        return RecordBody.FromCanonical(text);
    }
}
