using System.Text.Json;

namespace HybridOrleans.Storage.Json.Format;

/// <summary>The place of one member of the outermost object in a text.</summary>
/// <param name="Start">The first byte of the name's opening quote.</param>
/// <param name="NameLength">The length of the name as it is spelled, without the quotes.</param>
/// <param name="ValueStart">The first byte of the value.</param>
/// <param name="End">The first byte after the value.</param>
internal readonly record struct JsonMember(int Start, int NameLength, int ValueStart, int End)
{
    /// <summary>The members in the order of the text, duplicates included.</summary>
    /// <param name="json">JSON without fault whose value is an object.</param>
    /// <param name="depthMax">The deepest nesting that the text may have.</param>
    public static List<JsonMember> ListOf(ReadOnlySpan<byte> json, int depthMax)
    {
        var members = new List<JsonMember>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = depthMax });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var nameLength = reader.ValueSpan.Length;
            reader.Read();
            var valueStart = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(new JsonMember(start, nameLength, valueStart, (int)reader.BytesConsumed));
        }

        return members;
    }

    /// <summary>True when the name means this plain text, however it is spelled with escapes.</summary>
    /// <remarks>The JSON reader's own comparison throws at names that hold half of a surrogate pair.</remarks>
    public bool IsNamed(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var spelled = json.Slice(Start + 1, NameLength);
        foreach (var letter in name)
        {
            if (!spelled.IsEmpty && spelled[0] == letter)
            {
                spelled = spelled[1..];
            }
            else if (IsEscapeOf(spelled, letter))
            {
                spelled = spelled[6..];
            }
            else
            {
                return false;
            }
        }

        return spelled.IsEmpty;
    }

    /// <summary>The value as it is spelled.</summary>
    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json) => json[ValueStart..End];

    private static bool IsEscapeOf(ReadOnlySpan<byte> spelled, byte letter)
    {
        Span<byte> decoded = stackalloc byte[1];
        return spelled.Length >= 6 && spelled.StartsWith("\\u00"u8)
            && Convert.FromHexString(spelled.Slice(4, 2), decoded, out _, out _) == System.Buffers.OperationStatus.Done
            && decoded[0] == letter;
    }
}
