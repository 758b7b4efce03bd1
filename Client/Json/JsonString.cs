using System.Globalization;
using System.Text;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Json;

/// <summary>Writes strings as the old bot did: every language as it is, only what JSON forbids escaped.</summary>
internal static class JsonString
{
    /// <param name="text">Anything but half of a surrogate pair.</param>
    public static JsonText Of(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return new JsonText(quoted.Append('"').ToString());
    }
}
