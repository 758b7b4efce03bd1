using System.Text;
using HybridOrleans.Storage;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;
using CsCheck;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class StatePayloadTests
{
    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("""{"a":{"$base64":"AAEC"}}""")]
    [InlineData("""{"\u0024base64":"AAEC"}""")]
    public void JSON_is_the_body_itself(string json)
    {
        Assert.Equal(json, Text(StatePayload.FromJson(Encoding.UTF8.GetBytes(json))));
        Assert.Equal(json, Text(StatePayload.FromBytes(Encoding.UTF8.GetBytes(json))));
    }

    [Fact]
    public void A_binary_payload_is_one_member_in_base64()
        => Assert.Equal("""{"$base64":"AAH/"}""", Text(StatePayload.FromBytes(new byte[] { 0, 1, 255 })));

    [Theory]
    [InlineData("""{"$base64":"AAEC"}""")]
    [InlineData("""{"$base64":"not base64 at all"}""")]
    [InlineData("""{"$base64":"AAEC","more":1}""")]
    [InlineData("""{"$base64":""}""")]
    public void JSON_that_looks_like_a_wrapped_payload_comes_back_as_it_was(string json)
    {
        var payload = Encoding.UTF8.GetBytes(json);
        Assert.Equal(json, Encoding.UTF8.GetString(StatePayload.ToPayload(StatePayload.FromJson(payload)).Span));
        Assert.Equal(json, Encoding.UTF8.GetString(StatePayload.ToPayload(StatePayload.FromBytes(payload)).Span));
    }

    [Theory]
    [InlineData("""{ "a": 1 }""")]
    [InlineData(" 1")]
    [InlineData("1\n")]
    [InlineData("{\"a\":")]
    [InlineData("")]
    [InlineData("true or false")]
    public void A_serializer_that_is_not_known_gets_its_bytes_back(string payload)
        => Assert.Equal(
            payload,
            Encoding.UTF8.GetString(
                StatePayload.ToPayload(StatePayload.FromBytes(Encoding.UTF8.GetBytes(payload))).Span));

    [Fact]
    public void Any_bytes_at_all_come_back_as_they_were()
        => Gen.OneOf(
                Gen.Byte.Array,
                Gen.Char["{}[]\":,0123456789 $base64AZ+/=\\u\n"].Array.Select(c => Encoding.UTF8.GetBytes(c)),
                Gen.Byte.Array.Select(b => Encoding.UTF8.GetBytes($$"""{"$base64":"{{Convert.ToBase64String(b)}}"}""")))
            .Sample(payload => StatePayload.ToPayload(StatePayload.FromBytes(payload)).Span.SequenceEqual(payload));

    [Fact]
    public void The_largest_binary_payload_fits_and_a_longer_one_is_refused()
    {
        var largest = new byte[StatePayload.WrappedBytesMax];
        Assert.InRange(StatePayload.FromBytes(largest).Utf8.Length, RecordBody.BytesMax - 3, RecordBody.BytesMax);
        var error = Assert.Throws<InvalidRecordException>(
            () => StatePayload.FromBytes(new byte[StatePayload.WrappedBytesMax + 1]));
        Assert.Equal(
            "The body is refused: the binary payload has 786,421 bytes, and at most 786,420 are allowed, since it is "
            + "kept as base64 in 1,048,576 bytes. Nothing was written.",
            error.Message);
    }

    [Fact]
    public void JSON_from_a_JSON_serializer_keeps_the_limits_of_a_body()
    {
        var deep = new string('[', 65) + new string(']', 65);
        Assert.Throws<InvalidRecordException>(() => StatePayload.FromJson(Encoding.UTF8.GetBytes(deep)));
    }

    [Theory]
    [InlineData("""{"$base64":"!!!!"}""")]
    [InlineData("""{"$base64":"AAEC","more":1}""")]
    public void A_body_that_only_begins_like_a_wrapped_payload_is_an_error(string json)
        => Assert.Throws<DamagedRecordException>(
            () => StatePayload.ToPayload(RecordBody.Parse(Encoding.UTF8.GetBytes(json))));

    private static string Text(RecordBody body) => Encoding.UTF8.GetString(body.Utf8.Span);
}
