using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Records;

public sealed class RecordTypesTests
{
    [Theory]
    [InlineData("han/42", 220)]
    [InlineData("han/-1001234567890", 143)]
    [InlineData("a", 202)]
    [InlineData("%d0%95%d0%b2%d0%b0/1", 198)]
    [InlineData("bot/1/deeper", 6)]
    public void Buckets_never_change(string text, int bucket)
        => Assert.Equal(bucket, RecordKey.FromText(Component.Users, text).Bucket);

    [Fact]
    public void The_key_of_a_user_is_the_bot_and_the_id()
    {
        Assert.Equal("han/42", RecordKeys.User("han", 42).Text);
        Assert.Equal("han/-9223372036854775808", RecordKeys.User("han", long.MinValue).Text);
        Assert.Equal("users/han/42", RecordKeys.User("han", 42).ToString());
        Assert.StartsWith(RecordKeys.PrefixOf("han"), RecordKeys.User("han", 42).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "1")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    public void The_ETag_is_the_revision(long revision, string? etag)
    {
        Assert.Equal(etag, new Revision(revision).ToETag());
        Assert.Equal(new Revision(revision), Revision.FromETag(etag));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("\"1\"")]
    [InlineData("9223372036854775808")]
    [InlineData("67f9d8a2-9f5c-4d5e-8a3e-0d6f1f0c8f4b")]
    public void An_ETag_of_another_provider_is_refused(string etag)
    {
        Assert.Throws<FormatException>(() => Revision.FromETag(etag));
        Assert.False(Revision.TryFromETag(etag, out var revision));
        Assert.Equal(Revision.None, revision);
    }

    [Fact]
    public void An_empty_ETag_means_no_record() => Assert.Equal(Revision.None, Revision.FromETag(""));

    [Fact]
    public void Revisions_are_ordered()
    {
        var (one, two) = (new Revision(1), new Revision(2));
        Assert.True(one < two && one <= two && two > one && two >= one && one.CompareTo(two) < 0);
        Assert.False(two < one || two <= one || one > two || one >= two);
        Assert.Equal(two, one.Next);
        Assert.Equal(new Revision(long.MaxValue), new Revision(long.MaxValue).Next);
    }

    [Fact]
    public void Components_are_found_by_their_exact_name_only()
    {
        Assert.All(Component.All, component =>
        {
            Assert.True(Component.TryParse(component.Name, out var found));
            Assert.Equal(component, found);
        });
        Assert.All((string?[])["Users", "users ", "", null, "other"], name =>
        {
            Assert.False(Component.TryParse(name, out var found));
            Assert.Equal(default, found);
        });
    }

    [Fact]
    public void Bodies_are_equal_when_their_bytes_are()
    {
        var body = RecordBody.Parse("""{ "a" : 1 }"""u8);
        Assert.Equal(RecordBody.Parse("""{"a":1}"""u8), body);
        Assert.Equal(RecordBody.Parse("""{"a":1}"""u8).GetHashCode(), body.GetHashCode());
        Assert.NotEqual(RecordBody.Parse("""{"a":1.0}"""u8), body);
        Assert.NotEqual(RecordBody.Parse("""{"\u0061":1}"""u8), body);
        Assert.False(body.Equals(null));
    }

    [Fact]
    public void A_body_tells_its_size_and_never_its_content()
    {
        var body = RecordBody.Parse("\"тайна\""u8);
        var record = new StoredRecord { Revision = new(1), WriteId = WriteId.New(), Body = body };
        var write = new RecordWrite
        {
            Key = RecordKeys.User("han", 42), Expected = new(0), Body = body, WriteId = WriteId.New(), Epoch = default,
        };
        Assert.Equal("12 bytes", body.ToString());
        Assert.DoesNotContain("тайна", $"{body} {record} {write}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_body_is_not_quoted()
    {
        var error = Assert.Throws<InvalidRecordException>(() => RecordBody.Parse("{\"тайна\": secret}"u8));
        Assert.DoesNotContain("тайна", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_keeps_a_copy_of_the_bytes_it_was_made_of()
    {
        var json = "[1]"u8.ToArray();
        var body = RecordBody.Parse(json);
        json[1] = (byte)'2';
        Assert.Equal("[1]"u8, body.Utf8.Span);
    }
}
