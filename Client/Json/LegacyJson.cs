using System.Buffers;

namespace HybridOrleans.Client.Json;

/// <summary>Lays JSON out byte for byte as the old bot did (Python's <c>json.dump(…, indent=2)</c>).</summary>
internal static class LegacyJson
{
    /// <summary>
    /// A text that indenting every level would blow up beyond this is indented less: an import has a limit of 16 MiB.
    /// </summary>
    private const int BytesMax = 8 * 1024 * 1024;

    /// <param name="compact">JSON without insignificant white space.</param>
    /// <param name="output">Takes the text, without a newline at its end.</param>
    public static void Write(ReadOnlySpan<byte> compact, IBufferWriter<byte> output)
    {
        var text = new ArrayBufferWriter<byte>(compact.Length + 256);
        if (!LaidOutJson.TryWrite(compact, text, int.MaxValue, BytesMax))
        {
            text.ResetWrittenCount();
            LaidOutJson.Write(compact, text);
        }

        output.Write(text.WrittenSpan.TrimEnd((byte)'\n'));
    }
}
