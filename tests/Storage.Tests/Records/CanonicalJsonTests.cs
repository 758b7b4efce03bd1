using System.Text;
using CsCheck;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Bodies;
using Xunit;

namespace HybridOrleans.Storage.Tests.Records;

public sealed class CanonicalJsonTests
{
    public static TheoryData<string> Nasty => [.. NastyBodies.All.Keys];

    [Theory]
    [MemberData(nameof(Nasty))]
    public void A_canonical_text_stays_as_it_is(string name)
        => Assert.Equal(NastyBodies.Utf8(name), CanonicalJson.From(NastyBodies.Utf8(name)));

    [Fact]
    public void White_space_between_tokens_goes_and_nothing_else()
        => JsonTexts.Spaced.Sample(
            text =>
            {
                var canonical = Encoding.UTF8.GetString(CanonicalJson.From(Encoding.UTF8.GetBytes(text)));
                Assert.Equal(WithoutSpace(text), canonical);
                Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.From(Encoding.UTF8.GetBytes(canonical))));
            },
            iter: 3_000);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \t\r\n", "it is blank")]
    [InlineData("\ufeff{}", "it begins with a byte order mark; save it as UTF-8 without one")]
    [InlineData("\ufeff", "it begins with a byte order mark; save it as UTF-8 without one")]
    [InlineData("{\n \"a\":1,\n}", "it is no JSON: line 3, byte 1")]
    [InlineData("[1,]", "it is no JSON: line 1, byte 4")]
    [InlineData("{} {}", "it is no JSON: line 1, byte 4")]
    public void The_message_says_what_is_wrong_and_where(string json, string reason)
    {
        var error = Assert.Throws<InvalidRecordException>(() => CanonicalJson.From(Encoding.UTF8.GetBytes(json)));
        Assert.Equal($"The body is refused: {reason}. Nothing was written.", error.Message);
    }

    [Theory]
    [InlineData("// comment\n1")]
    [InlineData("/* comment */1")]
    [InlineData("{'a':1}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{1:1}")]
    [InlineData("[1 2]")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("[}")]
    [InlineData("\"a")]
    [InlineData("\"a\\\"")]
    [InlineData("\"\\x41\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a\0b\"")]
    [InlineData("\"a\u001fb\"")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("-")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("True")]
    [InlineData("nul")]
    [InlineData("\u00a01")]
    [InlineData("1\u0000")]
    [InlineData("\u000b1")]
    public void What_is_no_JSON_is_refused(string json)
        => Assert.Throws<InvalidRecordException>(() => CanonicalJson.From(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused_also_inside_of_strings()
    {
        byte[][] wrong = [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80]];
        foreach (var bytes in wrong)
        {
            byte[] json = [(byte)'"', .. bytes, (byte)'"'];
            var error = Assert.Throws<InvalidRecordException>(() => CanonicalJson.From(json));
            Assert.Equal("The body is refused: it is not valid UTF-8. Nothing was written.", error.Message);
        }
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("[{\"a\":", "}]")]
    public void Nesting_ends_at_64_levels(string open, string close)
    {
        var perUnit = close.Length;
        var deep = Nested(RecordBody.DepthMax / perUnit);
        Assert.Equal(deep.Length, CanonicalJson.From(deep).Length);
        var error = Assert.Throws<InvalidRecordException>(
            () => CanonicalJson.From(Nested((RecordBody.DepthMax / perUnit) + 1)));
        Assert.Equal("The body is refused: it is nested deeper than 64 levels. Nothing was written.", error.Message);

        byte[] Nested(int count)
        {
            var start = string.Concat(Enumerable.Repeat(open, count));
            var end = string.Concat(Enumerable.Repeat(close, count));
            return Encoding.UTF8.GetBytes(start.EndsWith(':') ? start + "0" + end : start + end);
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    public void A_mistake_at_the_deepest_level_is_not_taken_for_nesting(int column)
    {
        var json = new string('[', column - 1) + "x";
        var error = Assert.Throws<InvalidRecordException>(() => CanonicalJson.From(Encoding.UTF8.GetBytes(json)));
        Assert.Contains($"it is no JSON: line 1, byte {column}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_levels_are_refused_as_nesting_and_harm_nothing()
        => Assert.Contains(
            "deeper than 64",
            Assert.Throws<InvalidRecordException>(
                () => CanonicalJson.From(Encoding.UTF8.GetBytes(new string('[', 1_000_000)))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_limit_of_one_mebibyte_is_exact_and_counts_no_white_space()
    {
        var largest = $"\"{new string('a', RecordBody.BytesMax - 2)}\"";
        Assert.Equal(RecordBody.BytesMax, CanonicalJson.From(Encoding.UTF8.GetBytes(largest)).Length);
        Assert.Equal(RecordBody.BytesMax, CanonicalJson.From(Encoding.UTF8.GetBytes($" \n{largest}\t ")).Length);
        var error = Assert.Throws<InvalidRecordException>(
            () => CanonicalJson.From(Encoding.UTF8.GetBytes($"\"a{largest[1..]}")));
        Assert.Equal(
            "The body is refused: it has 1,048,577 bytes, and at most 1,048,576 are allowed. Nothing was written.",
            error.Message);
    }

    [Fact]
    public void White_space_may_blow_a_text_up_to_eight_mebibytes()
    {
        var text = new byte[CanonicalJson.TextBytesMax];
        text.AsSpan().Fill((byte)' ');
        text[^1] = (byte)'1';
        Assert.Equal("1"u8, CanonicalJson.From(text));
        var error = Assert.Throws<InvalidRecordException>(() => CanonicalJson.From([.. text, (byte)' ']));
        Assert.Equal(
            "The body is refused: its text has 8,388,609 bytes, and at most 8,388,608 are allowed with white space. "
            + "Nothing was written.",
            error.Message);
    }

    [Fact]
    public void Random_bytes_cause_no_other_error()
        => Gen.Byte.Array[0, 60].Sample(
            bytes =>
            {
                try
                {
                    Assert.Equal(bytes.AsSpan().Trim(" \t\r\n"u8).Length >= 1, CanonicalJson.From(bytes).Length >= 1);
                }
                catch (InvalidRecordException)
                {
                    // The only error that random bytes may cause.
                }
            },
            iter: 5_000);

    /// <summary>The same by the letter of RFC 8259, character by character.</summary>
    private static string WithoutSpace(string text)
    {
        var output = new StringBuilder();
        var (inString, escaped) = (false, false);
        foreach (var letter in text)
        {
            if (inString || !(letter is ' ' or '\t' or '\r' or '\n'))
            {
                output.Append(letter);
            }

            inString ^= letter == '"' && !escaped;
            escaped = inString && letter == '\\' && !escaped;
        }

        return output.ToString();
    }
}
