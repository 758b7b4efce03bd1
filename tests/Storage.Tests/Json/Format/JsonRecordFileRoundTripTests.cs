using System.Text;
using System.Text.Json;
using CsCheck;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Bodies;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Format;

public sealed class JsonRecordFileRoundTripTests
{
    private static readonly WriteId Id = new(Guid.Parse("5f0c1de2a7b84c3d9e10f2a3b4c5d6e7"));

    public static TheoryData<string> Nasty => [.. NastyBodies.All.Keys];

    [Fact]
    public void What_was_written_is_read_byte_for_byte_with_its_revision_and_write_id()
        => Gen.Select(JsonTexts.CanonicalUtf8, Gen.Long[1, 999_999_999_999_999_999], Gen.Guid).Sample(
            (json, revision, id) => AssertRoundTrip(json, new Revision(revision), new WriteId(id)), iter: 3_000);

    [Theory]
    [MemberData(nameof(Nasty))]
    public void A_nasty_body_is_read_byte_for_byte(string name)
        => AssertRoundTrip(NastyBodies.Utf8(name), new Revision(17), Id);

    [Fact]
    public void Any_white_space_between_tokens_is_harmless()
        => JsonTexts.Spaced.Sample(
            text =>
            {
                var body = RecordBody.Parse(Encoding.UTF8.GetBytes(text));
                Assert.Equal(body, JsonRecordFile.Read(Spread(JsonRecordFile.Write(body, new(1), Id))).Record?.Body);
            },
            iter: 1_000);

    [Fact]
    public void A_body_of_one_mebibyte_is_read_byte_for_byte_however_its_layout_swells()
    {
        foreach (var (unit, open) in new[] { ("1,", 8), ("[1],", 7), ("{},", 8), ("\"a\",", 64) })
        {
            var count = (RecordBody.BytesMax - (2 * open)) / unit.Length;
            var inner = string.Concat(Enumerable.Repeat(unit, count))[..^1];
            var json = Encoding.UTF8.GetBytes(new string('[', open) + inner + new string(']', open));
            AssertRoundTrip(json, new Revision(1), Id);
        }
    }

    [Fact]
    public void A_tombstone_is_read_with_its_revision_and_write_id()
    {
        var file = JsonRecordFile.WriteTombstone(new Revision(18), Id);
        var reading = JsonRecordFile.ReadTombstone(file);
        Assert.Equal(new StoredRecord { Revision = new(18), WriteId = Id, Body = null }, reading.Record);
        Assert.False(JsonRecordFile.Read(file).IsGood);
    }

    [Fact]
    public void A_record_is_no_tombstone()
    {
        var reading = JsonRecordFile.ReadTombstone(JsonRecordFile.Write(RecordBody.Parse("{}"u8), new(3), Id));
        Assert.False(reading.IsGood);
        Assert.Equal(new Revision(3), reading.Damage.Claimed);
    }

    [Fact]
    public void The_file_ends_with_our_member_and_a_new_line()
    {
        var file = Encoding.UTF8.GetString(JsonRecordFile.Write(RecordBody.Parse("""{"a":[1,{}]}"""u8), new(17), Id));
        Assert.Equal(
            """
            {
              "a": [
                1,
                {}
              ],
              "_rev": "17.7f2f78e5d52d716a.5f0c1de2a7b84c3d9e10f2a3b4c5d6e7"
            }

            """.ReplaceLineEndings("\n"),
            file);
    }

    private static void AssertRoundTrip(byte[] json, Revision revision, WriteId id)
    {
        var file = JsonRecordFile.Write(RecordBody.Parse(json), revision, id);
        Assert.True(file.Length <= JsonRecordFile.BytesMax, $"{file.Length} bytes");
        using (JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 65 }))
        {
            var reading = JsonRecordFile.Read(file);
            Assert.Null(reading.Damage);
            Assert.Equal(json, reading.Record!.Body!.Utf8.ToArray());
            Assert.Equal((revision, id), (reading.Record.Revision, reading.Record.WriteId));
        }
    }

    /// <summary>Doubles every line break and changes the indentation: none stands inside a token.</summary>
    private static byte[] Spread(byte[] file)
        => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file).Replace("\n", "\r\n\t\n ", StringComparison.Ordinal));
}
