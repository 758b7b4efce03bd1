using System.Text;
using CsCheck;

namespace HybridOrleans.TestKit.Bodies;

/// <summary>Random JSON that is valid and unpleasant.</summary>
public static class JsonTexts
{
    private static readonly Gen<string> Letter = Gen.OneOf(
        "a", "_", "rev", "value", "é", "я", "😀", " ", "\\u0000", "\\ud800", "\\udc00", "\\\"", "\\\\", "\\/", "\\n",
        "{", "}", "[", "]", ",", ":", "\\u005f", "\\u005F", "\u2028");

    private static readonly Gen<string> Text = Letter.Array[0, 6].Select(letters => $"\"{string.Concat(letters)}\"");

    private static readonly Gen<string> Name = Gen.Frequency(
        (6, Text),
        (1, Gen.OneOf("\"_rev\"", "\"_value\"", "\"\\u005frev\"", "\"_valu\\u0065\"", "\"_Rev\"")));

    private static readonly Gen<string> Scalar = Gen.Frequency(
        (4, Text),
        (2, Gen.Long.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        (2, Gen.OneOf("-0", "1e400", "0.10", "1E+2", "123456789012345678901234567890")),
        (1, Gen.OneOf("true", "false", "null")));

    private static readonly Gen<string> Space = Gen.Frequency(
        (4, Gen.Const("")), (1, Gen.OneOf(" ", "\n", "\t", "\r\n", "   \n  ")));

    /// <summary>JSON values without insignificant white space.</summary>
    public static Gen<string> Canonical { get; } = Value(Gen.Const(""));

    /// <summary>JSON values with white space wherever it may stand.</summary>
    public static Gen<string> Spaced { get; } = Value(Space);

    /// <summary>The UTF-8 of <see cref="Canonical"/>.</summary>
    public static Gen<byte[]> CanonicalUtf8 { get; } = Canonical.Select(Encoding.UTF8.GetBytes);

    private static Gen<string> Value(Gen<string> space)
    {
        var padded = Pad(Scalar, space);
        return Gen.Recursive<string>((depth, value) => depth >= 12
            ? padded
            : Gen.Frequency(
                (depth == 0 ? 1 : 5, padded),
                (2, Pad(Inside(value, space).Select(inside => $"[{inside}]"), space)),
                (4, Pad(Inside(Member(value, space), space).Select(inside => $"{{{inside}}}"), space))));
    }

    private static Gen<string> Member(Gen<string> value, Gen<string> space)
        => Gen.Select(Pad(Name, space), value, (name, inner) => $"{name}:{inner}");

    private static Gen<string> Inside(Gen<string> item, Gen<string> space)
        => Gen.Frequency((1, space), (4, item.Array[1, 4].Select(items => string.Join(',', items))));

    private static Gen<string> Pad(Gen<string> token, Gen<string> space)
        => Gen.Select(space, token, space, (before, inner, after) => before + inner + after);
}
