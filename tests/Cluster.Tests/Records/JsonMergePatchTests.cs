using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using HybridOrleans.Grains.Records;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Records;

public sealed class JsonMergePatchTests
{
    private static readonly Gen<string> Name = OneOf("a", "b", "c", "\\u0061", "имя", "");

    private static readonly Gen<string> Scalar = OneOf(
        "null", "true", "0", "-1.50", "1e5", "\"x\"", "\"\\u0000\"", "\"\\\"},{\"", "\"ё\"");

    /// <summary>The examples of RFC 7396, appendix A, without white space.</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"a":"foo"}""", "null", "null")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void The_examples_of_the_rfc_hold(string target, string patch, string expected)
        => Assert.Equal(expected, Apply(target, patch));

    [Theory]
    [InlineData("""{"n":1.0,"d":1,"d":2,"u":"\u0041"}""", """{"x":[1]}""",
        """{"n":1.0,"d":1,"d":2,"u":"\u0041","x":[1]}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a":4}""", """{"b":2,"a":4}""")]
    [InlineData("""{"a":{"x":1},"a":{"y":2}}""", """{"a":{"z":3}}""", """{"a":{"y":2,"z":3}}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":null}""", "{}")]
    [InlineData("""{"\u0061":1}""", """{"a":2}""", """{"\u0061":2}""")]
    [InlineData("""{"a":1}""", """{"\u0061":2}""", """{"a":2}""")]
    [InlineData("""{"\ud800":1,"k":2}""", """{"\ud800":null}""", """{"k":2}""")]
    [InlineData("""{"a\/b\n\"":1}""", """{"a/b\u000a\"":2}""", """{"a\/b\n\"":2}""")]
    [InlineData("""{"a":{"deep":1.00}}""", """{"a":{"new":{"x":null,"y":[null,{"z":null}]}}}""",
        """{"a":{"deep":1.00,"new":{"y":[null,{"z":null}]}}}""")]
    [InlineData("""{"a":1}""", """{"b":1,"b":null}""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"b":null,"b":{"c":1}}""", """{"a":1,"b":{"c":1}}""")]
    public void What_a_patch_does_not_name_keeps_its_text(string target, string patch, string expected)
        => Assert.Equal(expected, Apply(target, patch));

    [Fact]
    public void The_deepest_bodies_can_be_merged()
    {
        var target = string.Concat(Enumerable.Repeat("""{"a":""", 64)) + "1" + new string('}', 64);
        var patch = string.Concat(Enumerable.Repeat("""{"a":""", 64)) + "2" + new string('}', 64);
        Assert.Equal(patch, Apply(target, patch));
    }

    [Fact]
    public void Random_patches_mean_what_the_document_model_says()
        => Gen.Select(Value(3), Value(3)).Sample(
            (target, patch) =>
            {
                var expected = Merge(JsonNode.Parse(target), JsonNode.Parse(patch));
                var merged = JsonNode.Parse(Apply(target, patch));
                return JsonNode.DeepEquals(expected, merged);
            },
            iter: 20_000);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Apply(string target, string patch)
        => Encoding.UTF8.GetString(JsonMergePatch.Apply(Encoding.UTF8.GetBytes(target), Encoding.UTF8.GetBytes(patch)));

    /// <summary>RFC 7396, section 2, word for word on a document model.</summary>
    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var result = target is JsonObject present ? (JsonObject)present.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Merge(result[name], value);
            }
        }

        return result;
    }

    /// <summary>Objects without duplicate names, since the document model refuses those.</summary>
    private static Gen<string> Value(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (2, Scalar),
            (1, Value(depth - 1).Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
            (4, Gen.Select(Name, Value(depth - 1)).Array[0, 4].Select(members => "{" + string.Join(
                ',',
                members.DistinctBy(m => m.Item1 == "\\u0061" ? "a" : m.Item1).Select(m => $"\"{m.Item1}\":{m.Item2}"))
                + "}")));
}
