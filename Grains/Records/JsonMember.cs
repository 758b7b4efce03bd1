using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HybridOrleans.Grains.Records;

/// <summary>A member of a JSON object, as places in its text.</summary>
/// <param name="Name">The name with its escapes resolved; it may hold unpaired surrogates.</param>
/// <param name="Token">The name as written, quotes included.</param>
/// <param name="Value">The value as written.</param>
internal readonly record struct JsonMember(string Name, Range Token, Range Value)
{
    /// <summary>Name, colon and value as written.</summary>
    public Range Whole => Token.Start..Value.End;

    /// <summary>The members of an object without white space, in order, duplicates included.</summary>
    public static List<JsonMember> AllOf(ReadOnlySpan<byte> json)
    {
        var members = new List<JsonMember>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var token = (int)reader.TokenStartIndex;
            var tokenLength = reader.ValueSpan.Length + 2;
            var name = reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : Encoding.UTF8.GetString(reader.ValueSpan);
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(new JsonMember(name, token..(token + tokenLength), value..(int)reader.BytesConsumed));
        }

        return members;
    }

    /// <summary>
    /// The text between the quotes of a string. Utf8JsonReader refuses unpaired surrogates, which old files do hold.
    /// </summary>
    public static string Unescape(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw);
        var name = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                name.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u')
            {
                name.Append((char)ushort.Parse(
                    text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            name.Append(text[i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                var itself => itself,
            });
        }

        return name.ToString();
    }
}
