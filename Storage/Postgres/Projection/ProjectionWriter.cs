using System.Buffers;
using System.Text.Json;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Projection;

/// <summary>Takes the scalars out of a body that PostgreSQL can show as text, for the readable views.</summary>
/// <remarks>
/// Top-level strings of at most 1,024 bytes, numbers, booleans and nulls; at most 64 members. A string with
/// <c>\u0000</c> or a lone surrogate has no text in PostgreSQL and is left out, as is a number beyond 32 characters or
/// an exponent beyond 99. Of members with the same name the last one counts, as it did in the bot's Python, even when
/// that one is left out. The tokens are copied as they are.
/// </remarks>
internal static class ProjectionWriter
{
    private const int MembersMax = 64;
    private const int StringBytesMax = 1024;
    private const int NumberBytesMax = 32;

    /// <summary>Checks the whole body on the way, so that no bad byte enters a batch.</summary>
    /// <returns>JSON for a <c>jsonb</c> column; null when the body is no object or has nothing to show.</returns>
    /// <exception cref="InvalidRecordException">The bytes are no JSON, not UTF-8, or too deep.</exception>
    public static byte[]? From(ReadOnlySpan<byte> body)
    {
        if (!System.Text.Unicode.Utf8.IsValid(body))
        {
            throw InvalidRecordException.Body("it is not valid UTF-8");
        }

        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RecordBody.DepthMax });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    ReadMember(ref reader, body, members);
                }
            }
        }
        catch (JsonException e)
        {
            throw InvalidRecordException.Body(
                $"it is no JSON of at most {RecordBody.DepthMax} levels (byte {reader.BytesConsumed})", e);
        }

        return Write(body, members);
    }

    private static void ReadMember(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> body, Dictionary<string, Member> members)
    {
        var nameStart = (int)reader.TokenStartIndex;
        var nameLength = reader.ValueSpan.Length + 2;
        var name = nameLength <= StringBytesMax && IsText(body.Slice(nameStart + 1, nameLength - 2))
            ? reader.GetString()
            : null;
        reader.Read();
        if (name is null)
        {
            return;
        }

        if (!IsShown(ref reader))
        {
            members.Remove(name);
            return;
        }

        if (members.Count < MembersMax || members.ContainsKey(name))
        {
            var start = (int)reader.TokenStartIndex;
            members[name] = new Member(nameStart, nameLength, start, (int)reader.BytesConsumed - start);
        }
    }

    private static bool IsShown(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.ValueSpan.Length <= StringBytesMax && IsText(reader.ValueSpan),
        JsonTokenType.Number => reader.ValueSpan.Length <= NumberBytesMax && ExponentIsSmall(reader.ValueSpan),
        JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => true,
        _ => false,
    };

    private static bool ExponentIsSmall(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return exponent < 0 || number[(exponent + 1)..].TrimStart("+-0"u8).Length <= 2;
    }

    /// <summary>True when the inside of a JSON string holds no <c>\u0000</c> and no half of a surrogate pair.</summary>
    private static bool IsText(ReadOnlySpan<byte> inside)
    {
        while (inside.IndexOf((byte)'\\') is var escape and >= 0)
        {
            inside = inside[escape..];
            if (inside[1] != (byte)'u')
            {
                inside = inside[2..];
                continue;
            }

            var unit = CodeUnit(inside);
            inside = inside[6..];
            if (unit == 0 || char.IsLowSurrogate(unit))
            {
                return false;
            }

            if (char.IsHighSurrogate(unit))
            {
                if (!inside.StartsWith("\\u"u8) || !char.IsLowSurrogate(CodeUnit(inside)))
                {
                    return false;
                }

                inside = inside[6..];
            }
        }

        return true;
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape)
        => (char)ushort.Parse(escape.Slice(2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null);

    private static byte[]? Write(ReadOnlySpan<byte> body, Dictionary<string, Member> members)
    {
        if (members.Count == 0)
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>(256);
        var separator = (byte)'{';
        foreach (var member in members.Values)
        {
            output.Write([separator]);
            output.Write(body.Slice(member.NameStart, member.NameLength));
            output.Write(":"u8);
            output.Write(body.Slice(member.ValueStart, member.ValueLength));
            separator = (byte)',';
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    private readonly record struct Member(int NameStart, int NameLength, int ValueStart, int ValueLength);
}
