using System.Buffers;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Json;

/// <summary>Puts values together to an array, without white space.</summary>
internal static class JsonArrayText
{
    /// <param name="values">Valid JSON without white space, each.</param>
    public static JsonText Of(IEnumerable<JsonText> values)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write("["u8);
        foreach (var value in values)
        {
            text.Write(text.WrittenCount > 1 ? ","u8 : ""u8);
            text.Write(value.Utf8.Span);
        }

        text.Write("]"u8);
        return new(text.WrittenSpan.ToArray());
    }
}
