using System.Buffers;
using System.Text;
using HybridOrleans.Client.Json;

namespace HybridOrleans.Cli.Tests.Json;

public sealed class LaidOutJsonTests
{
    [Fact]
    public void Members_get_a_line_each_and_empty_pairs_stay_together()
        => Assert.Equal(
            "{\n  \"имя\": \"a, b: {c}\",\n  \"list\": [\n    1.0,\n    []\n  ],\n  \"none\": {}\n}\n",
            LayOut("""{"имя":"a, b: {c}","list":[1.0,[]],"none":{}}"""));

    [Theory]
    [InlineData("""{"a":[1,{"b":"\" \\ \ud83d"},null,true,-1.5e3],"a":{},"c":[[]]}""")]
    [InlineData("""{"a":[[[[[[[[[[[1,2,{"x":{}}]]]]]]]]]]]}""")]
    [InlineData("{}")]
    public void Nothing_but_white_space_is_added(string compact)
        => Assert.Equal(compact, Encoding.UTF8.GetString(CompactJson.From(Encoding.UTF8.GetBytes(LayOut(compact)))));

    [Fact]
    public void Levels_beyond_the_eighth_stay_on_one_line()
    {
        var deep = $"{{\"a\":{new string('[', 10)}1,2{new string(']', 10)}}}";
        Assert.Contains("\n                [[[1,2]]]\n", LayOut(deep), StringComparison.Ordinal);
    }

    private static string LayOut(string compact)
    {
        var output = new ArrayBufferWriter<byte>();
        LaidOutJson.Write(Encoding.UTF8.GetBytes(compact), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
