using System.Buffers;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json.Format;

/// <summary>Lays canonical JSON out for people: white space between tokens, and no other change.</summary>
internal static class JsonLayout
{
    /// <summary>Members and elements down to this level have their own line; what is deeper stays compact.</summary>
    public const int LevelsMax = 8;

    private static readonly SearchValues<byte> Marks = SearchValues.Create("{}[],:\""u8);

    /// <summary>Appends one value, or a run of members or elements, that stands on the given level.</summary>
    /// <param name="output">Where the text goes.</param>
    /// <param name="json">Canonical JSON.</param>
    /// <param name="level">The level of the first token; 0 is outside of everything.</param>
    public static void Append(IBufferWriter<byte> output, ReadOnlySpan<byte> json, int level)
    {
        while (!json.IsEmpty)
        {
            var next = json.IndexOfAny(Marks);
            if (next != 0)
            {
                var plain = next < 0 ? json.Length : next;
                output.Write(json[..plain]);
                json = json[plain..];
                continue;
            }

            var taken = 1;
            switch (json[0])
            {
                case (byte)'"':
                    taken = CanonicalJson.StringLength(json);
                    output.Write(json[..taken]);
                    break;
                case (byte)'{' or (byte)'[' when json[1] is (byte)'}' or (byte)']':
                    taken = 2;
                    output.Write(json[..taken]);
                    break;
                case (byte)'{' or (byte)'[':
                    output.Write(json[..taken]);
                    NewLine(output, ++level);
                    break;
                case (byte)'}' or (byte)']':
                    // The closing mark stands where the line of its opening one began.
                    if (level <= LevelsMax)
                    {
                        NewLine(output, level - 1);
                    }

                    level--;
                    output.Write(json[..taken]);
                    break;
                case (byte)',':
                    output.Write(json[..taken]);
                    NewLine(output, level);
                    break;
                default:
                    output.Write(level <= LevelsMax ? ": "u8 : ":"u8);
                    break;
            }

            json = json[taken..];
        }
    }

    /// <summary>Begins a line for a member of a level, unless the level is one of the compact ones.</summary>
    public static void NewLine(IBufferWriter<byte> output, int level)
    {
        if (level <= LevelsMax)
        {
            output.Write("\n                "u8[..(1 + (2 * level))]);
        }
    }
}
