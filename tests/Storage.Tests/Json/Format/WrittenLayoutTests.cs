using System.Text;
using CsCheck;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Bodies;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Format;

public sealed class WrittenLayoutTests
{
    private static readonly WriteId Id = new(Guid.Parse("5f0c1de2a7b84c3d9e10f2a3b4c5d6e7"));
    private static readonly Gen<byte> Piece = Gen.OneOf(" \t\n{}[],:\"\\_a0-."u8.ToArray());

    [Fact]
    public void What_is_read_the_short_way_is_read_alike_the_long_way()
        => Gen.Select(JsonTexts.CanonicalUtf8, Gen.Int[0, int.MaxValue], Piece, Gen.Int[0, 2]).Sample(
            (json, place, piece, how) =>
            {
                var written = JsonRecordFile.Write(RecordBody.Parse(json), new Revision(17), Id);
                var cut = written.AsSpan().LastIndexOf("\n  \"_rev\""u8);
                var text = written[..(written[cut - 1] == (byte)',' ? cut - 1 : cut)].ToList();
                var at = place % text.Count;
                switch (how)
                {
                    case 0:
                        text.Insert(at, piece);
                        break;
                    case 1:
                        text[at] = piece;
                        break;
                    default:
                        text.RemoveAt(at);
                        break;
                }

                AssertAlike(Forged([.. text]));
            },
            iter: 20_000);

    [Theory]
    [InlineData("{\"a\":tr ue")]
    [InlineData("{\"a\":1 2")]
    [InlineData("{\"a\":\"1\" \"2\"")]
    [InlineData("{")]
    [InlineData("{\"a\":1},{\"b\":2")]
    [InlineData("{\"_rev\":1")]
    [InlineData("{\"_value\":1")]
    [InlineData("{\"\\u005frev\":1")]
    [InlineData("{\"a\":\"1")]
    [InlineData("{\"a\":\"1\\")]
    public void A_text_whose_digest_fits_is_still_read_with_care(string text)
        => Assert.Null(JsonRecordFileReader.TryReadWritten(Forged(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void A_record_as_we_write_it_is_read_the_short_way()
    {
        var body = RecordBody.Parse("""{"id":17,"name":"Ева \u0435","profile":{"tags":["a",true,null]}}"""u8);
        var reading = JsonRecordFileReader.TryReadWritten(JsonRecordFile.Write(body, new Revision(17), Id));
        Assert.Equal(body, reading?.Record?.Body);
    }

    private static void AssertAlike(byte[] file)
    {
        if (JsonRecordFileReader.TryReadWritten(file) is { } reading)
        {
            Assert.Equal(JsonRecordFileReader.ReadAny(file).Record, reading.Record);
        }
    }

    /// <summary>Ends a text with a member of ours whose digest fits it.</summary>
    private static byte[] Forged(byte[] text)
    {
        var body = new List<byte>();
        var isInside = false;
        for (var i = 0; i < text.Length; i++)
        {
            isInside ^= text[i] == (byte)'"';
            if (isInside || !" \t\r\n"u8.Contains(text[i]))
            {
                body.Add(text[i]);
            }

            if (isInside && text[i] == (byte)'\\' && i + 1 < text.Length)
            {
                body.Add(text[++i]);
            }
        }

        var digest = RevMember.DigestOf(RecordBody.FromCanonical([.. body, (byte)'}']));
        return [.. text, .. Encoding.UTF8.GetBytes($",\n  \"_rev\": \"{new RevMember(new(17), digest, Id)}\"\n}}\n")];
    }
}
