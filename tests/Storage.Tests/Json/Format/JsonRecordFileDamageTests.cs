using System.Text;
using CsCheck;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Bodies;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Format;

public sealed class JsonRecordFileDamageTests
{
    private const string Rev = "17.7f2f78e5d52d716a.5f0c1de2a7b84c3d9e10f2a3b4c5d6e7";
    private static readonly WriteId Id = new(Guid.Parse("5f0c1de2a7b84c3d9e10f2a3b4c5d6e7"));

    [Fact]
    public void A_changed_byte_of_the_body_is_found_unless_it_is_white_space()
        => Gen.Select(JsonTexts.CanonicalUtf8, Gen.Int[0, int.MaxValue], Gen.Byte).Sample(
            (json, place, value) =>
            {
                var body = RecordBody.Parse(json);
                var file = JsonRecordFile.Write(body, new Revision(17), Id);
                var bodyEnds = file.AsSpan().LastIndexOf("\n  \"_rev\""u8);
                var at = place % bodyEnds;
                var before = file[at];
                file[at] = value;
                AssertDamagedOrSame(file, body, mayBeSame: before == value || (IsSpace(before) && IsSpace(value)));
            },
            iter: 5_000);

    [Fact]
    public void A_changed_byte_anywhere_never_gives_another_body()
        => Gen.Select(JsonTexts.CanonicalUtf8, Gen.Int[0, int.MaxValue], Gen.Byte).Sample(
            (json, place, value) =>
            {
                var body = RecordBody.Parse(json);
                var file = JsonRecordFile.Write(body, new Revision(17), Id);
                file[place % file.Length] = value;
                AssertDamagedOrSame(file, body, mayBeSame: true);
            },
            iter: 5_000);

    [Fact]
    public void A_truncated_file_is_damaged_and_never_missing_or_another_record()
        => JsonTexts.CanonicalUtf8.Sample(
            json =>
            {
                var body = RecordBody.Parse(json);
                var file = JsonRecordFile.Write(body, new Revision(17), Id);
                for (var length = 0; length < file.Length; length++)
                {
                    AssertDamagedOrSame(file.AsSpan(0, length), body, mayBeSame: length == file.Length - 1);
                }
            },
            iter: 100);

    [Fact]
    public void A_truncated_tombstone_is_damaged()
    {
        var file = JsonRecordFile.WriteTombstone(new Revision(17), Id);
        for (var length = 0; length < file.Length - 1; length++)
        {
            Assert.False(JsonRecordFile.ReadTombstone(file.AsSpan(0, length)).IsGood);
        }
    }

    [Fact]
    public void No_bytes_make_the_reader_throw()
        => Gen.Byte.Array[0, 200].Sample(
            bytes =>
            {
                Assert.False(JsonRecordFile.Read(bytes).IsGood);
                Assert.False(JsonRecordFile.ReadTombstone(bytes).IsGood);
            },
            iter: 5_000);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \n", "it is blank")]
    [InlineData("{\"a\":", "it is no JSON: line 1, byte 6")]
    [InlineData("[1]", "it is no object")]
    [InlineData("{}", "it has no member '_rev'")]
    [InlineData("{\"_rev\":17}", "its member '_rev' is not of the form revision.digest.write-id")]
    [InlineData("{\"_rev\":\"17.deleted\"}", "its member '_rev' is that of a tombstone")]
    [InlineData("{\"_rev\":\"" + Rev + "\",\"a\":1}", "its member '_rev' is not the last one")]
    [InlineData("{\"_rev\":\"" + Rev + "\",\"_rev\":\"" + Rev + "\"}", "it has more than one member '_rev'")]
    [InlineData("{\"\\u005frev\":1,\"_rev\":\"" + Rev + "\"}", "it has more than one member '_rev'")]
    [InlineData("{\"a\":[2,{}],\"_rev\":\"" + Rev + "\"}", "its content does not fit the digest in its member '_rev'")]
    [InlineData("\ufeff{\"a\":[1,{}],\"_rev\":\"" + Rev + "\"}", "it begins with a byte order mark")]
    public void The_reason_says_what_does_not_fit(string file, string reason)
        => Assert.Equal(reason, JsonRecordFile.Read(Encoding.UTF8.GetBytes(file)).Damage?.Reason);

    [Theory]
    [InlineData("0.7f2f78e5d52d716a")]
    [InlineData("017.7f2f78e5d52d716a")]
    [InlineData("-17.7f2f78e5d52d716a")]
    [InlineData("+17.7f2f78e5d52d716a")]
    [InlineData(" 17.7f2f78e5d52d716a")]
    [InlineData("17.7F2F78E5D52D716A")]
    [InlineData("17.7f2f78e5d52d716")]
    [InlineData("17.07f2f78e5d52d716a")]
    [InlineData("17")]
    [InlineData("17.")]
    [InlineData("17.7f2f78e5d52d716a.")]
    [InlineData("17.7f2f78e5d52d716a.5f0c1de2a7b84c3d9e10f2a3b4c5d6e7.1")]
    [InlineData("17.7f2f78e5d52d716a.5F0C1DE2A7B84C3D9E10F2A3B4C5D6E7")]
    [InlineData("17.7f2f78e5d52d716a.5f0c1de2-a7b8-4c3d-9e10-f2a3b4c5d6e7")]
    [InlineData("1000000000000000000.7f2f78e5d52d716a")]
    [InlineData("\\u00317.7f2f78e5d52d716a")]
    public void Another_form_of_our_member_is_damage(string rev)
        => Assert.False(JsonRecordFile.Read(Encoding.UTF8.GetBytes($$"""{"a":[1,{}],"_rev":"{{rev}}"}""")).IsGood);

    [Fact]
    public void Our_member_may_lack_the_write_id()
    {
        var reading = JsonRecordFile.Read("""{"a":[1,{}],"_rev":"17.7f2f78e5d52d716a"}"""u8);
        Assert.Equal((new Revision(17), default), (reading.Record!.Revision, reading.Record.WriteId));
    }

    [Fact]
    public void A_body_deeper_than_the_limit_is_damage_though_its_digest_fits()
    {
        var tooDeep = "{\"a\":" + new string('[', 64) + new string(']', 64) + "}";
        var digest = RevMember.DigestOf(RecordBody.FromCanonical(Encoding.UTF8.GetBytes(tooDeep)));
        var file = tooDeep[..^1] + $",\"_rev\":\"{new RevMember(new(1), digest, Id)}\"}}";
        var reading = JsonRecordFile.Read(Encoding.UTF8.GetBytes(file));
        Assert.False(reading.IsGood);
        Assert.Null(reading.Damage.Adoptable);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_damage()
    {
        var file = new byte[JsonRecordFile.BytesMax + 1];
        Assert.Equal(
            "it has 20,971,521 bytes, and a record's file has at most 20,971,520",
            JsonRecordFile.Read(file).Damage?.Reason);
        Assert.False(JsonRecordFile.ReadTombstone(file).IsGood);
    }

    private static void AssertDamagedOrSame(ReadOnlySpan<byte> file, RecordBody body, bool mayBeSame)
    {
        var reading = JsonRecordFile.Read(file);
        Assert.True(mayBeSame || !reading.IsGood, "The damage was not seen.");
        Assert.True(!reading.IsGood || body.Equals(reading.Record.Body), "The damage gave another body.");
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
