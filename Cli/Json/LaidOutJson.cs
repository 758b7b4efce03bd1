using System.Buffers;

namespace HybridOrleans.Cli.Json;

/// <summary>Lays valid compact JSON out for people, as the old bot did. Only white space is added.</summary>
internal static class LaidOutJson
{
    /// <summary>Deeper levels stay on one line: indenting them could blow a text up beyond every limit.</summary>
    private const int LevelsMax = 8;

    /// <param name="compact">JSON without insignificant white space.</param>
    /// <param name="output">Takes the text, with a final newline.</param>
    public static void Write(ReadOnlySpan<byte> compact, IBufferWriter<byte> output)
    {
        var level = 0;
        for (var i = 0; i < compact.Length;)
        {
            var length = TokenLength(compact[i..]);
            var token = compact.Slice(i, length);
            var first = token[0];
            var isEmptyPair = i + 1 < compact.Length && first is (byte)'{' or (byte)'['
                && compact[i + 1] is (byte)'}' or (byte)']';
            if (first is (byte)'}' or (byte)']')
            {
                NewLine(output, level, level - 1);
                level--;
            }

            output.Write(isEmptyPair ? compact.Slice(i, 2) : token);
            i += isEmptyPair ? 2 : length;
            if (!isEmptyPair && first is (byte)'{' or (byte)'[')
            {
                level++;
                NewLine(output, level, level);
            }
            else if (first == (byte)',')
            {
                NewLine(output, level, level);
            }
            else if (first == (byte)':')
            {
                output.Write(" "u8);
            }
        }

        output.Write("\n"u8);
    }

    private static int TokenLength(ReadOnlySpan<byte> json) => json[0] switch
    {
        (byte)'"' => JsonStrings.LengthAt(json),
        (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)',' or (byte)':' => 1,
        _ => json.IndexOfAny(",}]"u8) is var end and >= 0 ? end : json.Length,
    };

    private static void NewLine(IBufferWriter<byte> output, int level, int indent)
    {
        if (level > LevelsMax)
        {
            return;
        }

        output.Write("\n"u8);
        output.GetSpan(2 * indent)[..(2 * indent)].Fill((byte)' ');
        output.Advance(2 * indent);
    }
}
