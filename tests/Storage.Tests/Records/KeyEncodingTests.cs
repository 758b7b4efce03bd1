using CsCheck;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Conformance;
using Xunit;

namespace HybridOrleans.Storage.Tests.Records;

public sealed class KeyEncodingTests
{
    private static readonly Gen<string> Segment = Gen.Frequency(
        (5, Gen.Char["abcxyz019_-. %/A\u00e9\u044f\u2028\t\\"].Array[1, 12].Select(letters => new string(letters))),
        (2, Gen.OneOf(".json", "a.json", ".", "a.", "%61", "%", "😀", "x.jsonx", ".JSON", "json", "я.")),
        (1, Gen.Select(Gen.OneOf("x", ".", "я", "😀", ".json", "%"), Gen.Int[40, 210],
            (unit, count) => string.Concat(Enumerable.Repeat(unit, Math.Max(1, count / unit.Length))))));

    private static readonly Gen<string> Insertion =
        Gen.OneOf("%", "/", ".", "a", "%61", "%ff", "%00", "%/", "%2f", "%d0");

    private static readonly Gen<string> EncodedLooking = Gen.OneOf(
        Gen.Char["ab019_-./%"].Array[1, 12].Select(letters => new string(letters)),
        Gen.Select(Segment.Array[1, 2], Gen.Int[0, 400], Insertion, Mutate));

    [Theory]
    [InlineData("42", "42")]
    [InlineData("-1001234567890", "-1001234567890")]
    [InlineData("a_b-c.d", "a_b-c.d")]
    [InlineData("Ева", "%d0%95%d0%b2%d0%b0")]
    [InlineData("ABC", "%41%42%43")]
    [InlineData("a b", "a%20b")]
    [InlineData("a/b", "a%2fb")]
    [InlineData("a%b", "a%25b")]
    [InlineData(".", "%2e")]
    [InlineData(".hidden", "%2ehidden")]
    [InlineData("a..b", "a..b")]
    [InlineData("42.json", "42%2ejson")]
    [InlineData("42.json.deleted", "42%2ejson.deleted")]
    [InlineData("a.json.json", "a%2ejson%2ejson")]
    [InlineData("a.JSON", "a.%4a%53%4f%4e")]
    public void A_segment_is_encoded_as_documented(string segment, string text)
    {
        Assert.Equal(text, KeyEncoding.Encode([segment]));
        Assert.Equal([segment], KeyEncoding.Decode(text));
    }

    [Fact]
    public void Every_key_is_decoded_to_its_segments_so_that_no_two_share_a_text()
        => Segment.Array[1, 3].Sample(
            segments =>
            {
                if (TryEncode(segments) is { } text)
                {
                    Assert.Equal(segments, KeyEncoding.Decode(text));
                    Assert.Equal(text, RecordKey.FromText(Component.Users, text).Text);
                }
            },
            iter: 5_000);

    [Fact]
    public void A_text_that_no_key_has_is_refused()
        => EncodedLooking.Sample(
            text =>
            {
                if (TryFromText(text) is { } key)
                {
                    Assert.Equal(text, KeyEncoding.Encode([.. KeyEncoding.Decode(key.Text)]));
                }
            },
            iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a/")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData(".a")]
    [InlineData("a/.b")]
    [InlineData("a.json")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("я")]
    [InlineData("a\0")]
    [InlineData("a%")]
    [InlineData("a%/b")]
    [InlineData("%/a")]
    [InlineData("%6")]
    [InlineData("%6g")]
    [InlineData("%2F")]
    [InlineData("%61")]
    [InlineData("%00")]
    [InlineData("%ff")]
    [InlineData("%2e%2e")]
    [InlineData("a%2f%2e%2e")]
    public void A_text_that_is_no_encoded_key_is_refused(string text)
        => Assert.Throws<InvalidRecordException>(() => RecordKey.FromText(Component.Users, text));

    [Theory]
    [InlineData("..", "it holds '../'")]
    [InlineData("../a", "it holds '../'")]
    [InlineData("a/..", "it holds '../'")]
    [InlineData("a/../b", "it holds '../'")]
    [InlineData("a\0b", "it holds a NUL character")]
    [InlineData("", "a segment is empty")]
    public void A_segment_that_no_honest_key_has_is_refused(string segment, string reason)
    {
        var error = Assert.Throws<InvalidRecordException>(() => RecordKey.Create(Component.Users, "bot", segment));
        Assert.Equal($"The key is refused: {reason}. Nothing was written.", error.Message);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
        => Assert.All((string[])["a\ud800", "\udc00", "\ud83d\ud83d"], segment => Assert.Equal(
            "The key is refused: it holds an unpaired surrogate. Nothing was written.",
            Assert.Throws<InvalidRecordException>(() => RecordKey.Create(Component.Users, segment)).Message));

    [Fact]
    public void A_key_without_segment_or_component_is_refused()
    {
        Assert.Throws<InvalidRecordException>(() => RecordKey.Create(Component.Users));
        Assert.Throws<InvalidRecordException>(() => RecordKey.Create(default, "a"));
        Assert.Throws<InvalidRecordException>(() => RecordKey.FromText(default, "a"));
    }

    [Theory]
    [InlineData(199, "199")]
    [InlineData(200, "199%,1")]
    [InlineData(398, "199%,199")]
    [InlineData(399, "199%,199%,1")]
    public void A_long_segment_is_cut_into_folders_that_no_other_segment_can_name(int length, string parts)
    {
        var text = KeyEncoding.Encode([new string('x', length)]);
        Assert.Equal(
            parts.Split(','),
            text.Split('/').Select(part => part.EndsWith('%') ? $"{part.Length - 1}%" : $"{part.Length}"));
        Assert.All(text.Split('/'), part => Assert.InRange(part.Length, 1, 200));
    }

    [Fact]
    public void A_cut_never_lets_a_dot_begin_a_folder_or_parts_an_escape()
        => Gen.Select(Gen.Int[190, 200], Gen.OneOf(".", "..", ".json", "я", "😀")).Sample(
            (count, tail) =>
            {
                var segment = new string('x', count) + tail + "x";
                var text = KeyEncoding.Encode([segment]);
                Assert.Equal([segment], KeyEncoding.Decode(text));
                Assert.DoesNotContain("/.", text, StringComparison.Ordinal);
                Assert.DoesNotContain(".json", text, StringComparison.Ordinal);
            },
            iter: 1_000);

    [Fact]
    public void The_limit_of_1024_bytes_is_exact()
    {
        // 199 + "%/" five times, and 19 more, make 1,024.
        var segment = new string('x', (5 * 199) + 19);
        Assert.Equal(1024, RecordKey.Create(Component.Users, segment).Text.Length);
        var error = Assert.Throws<InvalidRecordException>(() => RecordKey.Create(Component.Users, segment + "x"));
        Assert.Equal(
            "The key is refused: it is longer than 1024 bytes when encoded. Nothing was written.", error.Message);
        Assert.Throws<InvalidRecordException>(() => RecordKey.FromText(Component.Users, new string('x', 1025)));
    }

    [Fact]
    public void A_huge_segment_is_refused_before_it_is_encoded()
        => Assert.Throws<InvalidRecordException>(
            () => RecordKey.Create(Component.Users, new string('x', 100_000_000)));

    [Fact]
    public void Odd_keys_all_differ()
        => Assert.Equal(
            OddKeys.All.Count, OddKeys.All.Select(segments => KeyEncoding.Encode(segments)).Distinct().Count());

    private static string Mutate(string[] segments, int place, string insert)
    {
        var text = TryEncode(segments) ?? "a";
        return text.Insert(place % (text.Length + 1), insert);
    }

    private static string? TryEncode(string[] segments)
    {
        try
        {
            return KeyEncoding.Encode(segments);
        }
        catch (InvalidRecordException)
        {
            return null;
        }
    }

    private static RecordKey? TryFromText(string text)
    {
        try
        {
            return RecordKey.FromText(Component.Users, text);
        }
        catch (InvalidRecordException)
        {
            return null;
        }
    }
}
