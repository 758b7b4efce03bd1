using System.Buffers;

namespace HybridOrleans.Client.Json;

/// <summary>Lays valid compact JSON out for people, as the old bot did. Only white space is added.</summary>
internal static class LaidOutJson
{
    /// <summary>Deeper levels stay on one line: indenting them could blow a text up beyond every limit.</summary>
    private const int LevelsMax = 8;

    /// <param name="compact">JSON without insignificant white space.</param>
    /// <param name="output">Takes the text, with a final newline.</param>
    public static void Write(ReadOnlySpan<byte> compact, IBufferWriter<byte> output)
        => TryWrite(compact, output, LevelsMax, int.MaxValue);

    /// <param name="compact">JSON without insignificant white space.</param>
    /// <param name="output">Takes the text, with a final newline.</param>
    /// <param name="levelsMax">Deeper levels stay on one line.</param>
    /// <param name="bytesMax">Where to give up.</param>
    /// <returns>False when it was given up: the output holds a part of the text.</returns>
    public static bool TryWrite(ReadOnlySpan<byte> compact, IBufferWriter<byte> output, int levelsMax, int bytesMax)
    {
        var level = 0;
        var indented = 0;
        for (var i = 0; i < compact.Length;)
        {
            if (i + indented > bytesMax)
            {
                return false;
            }

            var length = TokenLength(compact[i..]);
            var token = compact.Slice(i, length);
            var first = token[0];
            var isEmptyPair = i + 1 < compact.Length && first is (byte)'{' or (byte)'['
                && compact[i + 1] is (byte)'}' or (byte)']';
            if (first is (byte)'}' or (byte)']')
            {
                NewLine(level - 1);
                level--;
            }

            output.Write(isEmptyPair ? compact.Slice(i, 2) : token);
            i += isEmptyPair ? 2 : length;
            if (!isEmptyPair && first is (byte)'{' or (byte)'[')
            {
                level++;
                NewLine(level);
            }
            else if (first == (byte)',')
            {
                NewLine(level);
            }
            else if (first == (byte)':')
            {
                output.Write(" "u8);
            }
        }

        output.Write("\n"u8);
        return true;

        void NewLine(int indent)
        {
            if (level <= levelsMax)
            {
                output.Write("\n"u8);
                output.GetSpan(2 * indent)[..(2 * indent)].Fill((byte)' ');
                output.Advance(2 * indent);
                indented += 1 + (2 * indent);
            }
        }
    }

    private static int TokenLength(ReadOnlySpan<byte> json) => json[0] switch
    {
        (byte)'"' => JsonStrings.LengthAt(json),
        (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)',' or (byte)':' => 1,
        _ => json.IndexOfAny(",}]"u8) is var end and >= 0 ? end : json.Length,
    };
}
