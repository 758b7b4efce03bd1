using System.Text;
using HybridOrleans.Storage.Postgres.Projection;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>What of a body goes into the column that PostgreSQL must be able to read.</summary>
public sealed class ProjectionWriterTests
{
    [Theory]
    [InlineData("""{"a":"x","b":1,"c":true,"d":false,"e":null}""", """{"a":"x","b":1,"c":true,"d":false,"e":null}""")]
    [InlineData("""{"a":{"b":1},"c":[1],"d":1}""", """{"d":1}""")]
    [InlineData("""{"a":{"name":"inner"},"name":"outer"}""", """{"name":"outer"}""")]
    [InlineData("""{"a":"\u0000","b":"x\u0000y","c":1}""", """{"c":1}""")]
    [InlineData("""{"a":"\ud800","b":"\udc00","c":"\ud800x","d":"\udc00\ud800","e":1}""", """{"e":1}""")]
    [InlineData("""{"a":"\ud83d\ude00","b":"\u00e9"}""", """{"a":"\ud83d\ude00","b":"\u00e9"}""")]
    [InlineData("""{"a":"\\u0000","b":"\\\\ud800"}""", """{"a":"\\u0000","b":"\\\\ud800"}""")]
    [InlineData("""{"a":"\\\u0000"}""", null)]
    [InlineData("""{"\u0000":1,"\ud800":2,"ok":3}""", """{"ok":3}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""", """{"\u0061":2}""")]
    [InlineData("""{"a":1,"a":{"b":1}}""", null)]
    [InlineData("""{"a":"x","a":"\u0000"}""", null)]
    [InlineData("""{"a":1e99,"b":1e100,"c":-1.5E-07,"d":1e+0000099}""", """{"a":1e99,"c":-1.5E-07,"d":1e+0000099}""")]
    [InlineData("""{"a":123456789012345678901234567890123}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""[1,{"a":1}]""", null)]
    [InlineData("\"text\"", null)]
    [InlineData("17", null)]
    public void Safe_scalars_of_the_top_level_are_copied_as_they_are(string body, string? projection)
        => Assert.Equal(projection, From(body));

    [Fact]
    public void Long_strings_are_left_out()
    {
        Assert.NotNull(From($$"""{"a":"{{new string('x', 1024)}}"}"""));
        Assert.Null(From($$"""{"a":"{{new string('x', 1025)}}"}"""));
        Assert.Null(From($$"""{"{{new string('x', 1025)}}":1}"""));
    }

    [Fact]
    public void The_first_64_members_are_enough()
    {
        var members = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"m{i}\":{i}"));
        var projection = From($$"""{{{members}},"m3":"changed"}""");
        Assert.EndsWith("\"m63\":63}", projection, StringComparison.Ordinal);
        Assert.Contains("\"m3\":\"changed\"", projection, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":1}x")]
    [InlineData("{\"a\":\"\xff\"")]
    public void Bytes_that_would_spoil_a_batch_are_refused(string body)
        => Assert.Throws<InvalidRecordException>(
            () => ProjectionWriter.From(Encoding.Latin1.GetBytes(body)));

    [Fact]
    public void Depth_64_passes_and_65_does_not()
    {
        Assert.Null(From(new string('[', 64) + new string(']', 64)));
        Assert.Throws<InvalidRecordException>(() => From(new string('[', 65) + new string(']', 65)));
    }

    private static string? From(string body)
        => ProjectionWriter.From(Encoding.UTF8.GetBytes(body)) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
