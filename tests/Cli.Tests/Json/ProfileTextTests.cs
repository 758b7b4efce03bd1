using System.Text;
using HybridOrleans.Cli.Json;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Cli.Tests.Json;

public sealed class ProfileTextTests
{
    [Theory]
    [InlineData(
        "{ \"a\" : [ 1.0 , 1e3 , -0.0 , 12345678901234567890 ] }", "{\"a\":[1.0,1e3,-0.0,12345678901234567890]}")]
    [InlineData("{\"a\":1,\n\"a\":2}", "{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\": \"\\u0000 \\ud83d \\/ \\\" \\\\ \"}", "{\"a\":\"\\u0000 \\ud83d \\/ \\\" \\\\ \"}")]
    [InlineData("\uFEFF{\t\"имя\" :\r\n\"Ева 🌸\"}", "{\"имя\":\"Ева 🌸\"}")]
    [InlineData("{ }", "{}")]
    public void Only_white_space_is_removed(string text, string expected)
        => Assert.Equal(expected, Encoding.UTF8.GetString(Read(text).Body!.Value.Utf8.Span));

    [Theory]
    [InlineData("", "it is blank")]
    [InlineData(" \r\n\t", "it is blank")]
    [InlineData("\0\0\0", "it is blank")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("null", "it is no JSON object")]
    [InlineData("{\"a\": ", "it is no JSON: line 1, byte 7")]
    [InlineData("{\n\"a\": nine}", "it is no JSON: line 2, byte 7")]
    [InlineData("{} {}", "it is no JSON: line 1, byte 4")]
    public void What_is_no_profile_has_a_reason(string text, string reason) => Assert.Equal(reason, Read(text).Fault);

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
        => Assert.Equal("it is not valid UTF-8", ProfileText.Read([.. "{\"a\":\""u8, 0xC5, 0xE2, .. "\"}"u8]).Fault);

    [Fact]
    public void Sixty_four_levels_are_taken_and_sixty_five_are_not()
    {
        Assert.Null(Read(Nested(63)).Fault);
        Assert.Equal("it is nested deeper than 64 levels", Read(Nested(64)).Fault);
    }

    [Fact]
    public void One_MiB_without_white_space_is_taken_and_one_byte_more_is_not()
    {
        Assert.Null(Read("  " + Large(RecordBody.BytesMax) + "\n").Fault);
        Assert.Equal(
            "it has 1048577 bytes without white space, more than the limit of 1048576",
            Read(Large(RecordBody.BytesMax + 1)).Fault);
    }

    [Theory]
    [InlineData("{\"a\":[1,{\"b\":\"x y\"}],\"a\":{}}")]
    [InlineData("{\"d\":[[[[[[[[[[[1, 2]]]]]]]]]]]}")]
    [InlineData("{}")]
    public void The_compact_text_is_the_one_that_the_stores_make(string text)
        => Assert.Equal(
            RecordBody.Parse(Encoding.UTF8.GetBytes(text)).Utf8.ToArray(), Read(text).Body!.Value.Utf8.ToArray());

    private static string Nested(int arrays) => $"{{\"a\":{new string('[', arrays)}{new string(']', arrays)}}}";

    private static string Large(int bytes) => $"{{\"a\":\"{new string('x', bytes - 8)}\"}}";

    private static ProfileText Read(string text) => ProfileText.Read(Encoding.UTF8.GetBytes(text));
}
