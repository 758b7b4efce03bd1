using System.Text.Encodings.Web;
using System.Text.Json;

namespace HybridOrleans.Cli.Output;

/// <summary>Writes one JSON document to the output, with Cyrillic and emoji as they are.</summary>
internal static class ResultJson
{
    /// <summary>Options for every document that this program prints.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a document and a final newline.</summary>
    public static void Write(Terminal terminal, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(terminal.Output, Options))
        {
            write(writer);
        }

        terminal.Write("\n");
    }
}
