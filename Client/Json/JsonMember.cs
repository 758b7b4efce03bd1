using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Json;

/// <summary>A member of a JSON object, with name and value as they are written.</summary>
/// <param name="Name">The name with its escapes resolved; null when it holds half of a surrogate pair.</param>
/// <param name="Token">The name as written, quotes included.</param>
/// <param name="Value">The value as written.</param>
internal readonly record struct JsonMember(string? Name, JsonText Token, JsonText Value)
{
    /// <summary>The members of an object in their order, duplicates included.</summary>
    /// <param name="json">Valid JSON without white space.</param>
    /// <returns>Null when it is no object.</returns>
    public static List<JsonMember>? AllOf(JsonText json)
    {
        var text = json.Utf8.Span;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 256 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var members = new List<JsonMember>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var name = JsonValues.TextOf(ref reader);
            var token = text.Slice(start, reader.ValueSpan.Length + 2).ToArray();
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(new(name, new(token), new(text[value..(int)reader.BytesConsumed].ToArray())));
        }

        return members;
    }
}
