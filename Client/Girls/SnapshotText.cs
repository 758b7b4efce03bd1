using System.Text.Json;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>A snapshot as a person, or an AI service, reads it.</summary>
internal static class SnapshotText
{
    private const int LengthMax = 300;

    /// <summary><c>interests: a, b | work: c</c>, at most 300 characters.</summary>
    public static string Of(JsonText snapshot)
    {
        using var json = JsonDocument.Parse(snapshot.Utf8, new JsonDocumentOptions { MaxDepth = 256 });
        var text = json.RootElement.ValueKind == JsonValueKind.Object
            ? string.Join(" | ", (JsonMember.AllOf(snapshot) ?? []).Select(PartOf).Where(part => part.Length > 0))
            : ValueOf(snapshot);
        return GirlInput.Cut(text, LengthMax);
    }

    private static string PartOf(JsonMember member)
        => ValueOf(member.Value) is { Length: > 0 } value ? $"{member.Name ?? "?"}: {value}" : "";

    private static string ValueOf(JsonText value)
    {
        using var json = JsonDocument.Parse(value.Utf8, new JsonDocumentOptions { MaxDepth = 256 });
        return ValueOf(json.RootElement);
    }

    private static string ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => JsonValues.TextOf(new(RawOf(value))) ?? "",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(ValueOf).Where(v => v.Length > 0)),
        _ => value.GetRawText(),
    };

    private static byte[] RawOf(JsonElement value)
        => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).ToArray();
}
