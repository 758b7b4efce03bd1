using System.Text;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Format;

/// <summary>Files once written stay readable for ever: a new version gets a folder, none is ever changed.</summary>
public sealed class JsonRecordFileGoldenTests
{
    private static readonly WriteId Id = new(Guid.Parse("5f0c1de2a7b84c3d9e10f2a3b4c5d6e7"));

    private const string Profile = """{"chat_id":42,"name":"Ева 🌻","message_count":99,"summary":"""
        + """{"20240131120000":"о море"},"profile":{},"previous_response_id":null}""";

    /// <summary>Each file of version 1, its revision, and its body.</summary>
    public static TheoryData<string, long, string> Version1 => new()
    {
        { "empty-object", 1, "{}" },
        { "profile", 17, Profile },
        { "array", 2, """[1,[],{"a":[2,3]}]""" },
        { "scalar", 3, "-0" },
        { "null", 4, "null" },
        { "own-rev", 5, """{"_rev":"5-abc","a":1}""" },
        { "own-value-escaped", 6, """{"\u005fvalue":1,"_value":2}""" },
        { "tokens", 999999999999999999, """{"a":1e400,"a":0.10,"b":"\u0000\ud800\/","":-0.0}""" },
        { "levels", 8, """{"1":{"2":{"3":{"4":{"5":{"6":{"7":{"8":{"9":[1,2]},"x":[1]}}}}}}}}""" },
    };

    [Theory]
    [MemberData(nameof(Version1))]
    public void A_file_of_version_1_is_read(string name, long revision, string body)
    {
        var record = JsonRecordFile.Read(Golden(name + ".json")).Record;
        Assert.Equal(body, Encoding.UTF8.GetString(record!.Body!.Utf8.Span));
        Assert.Equal((new Revision(revision), Id), (record.Revision, record.WriteId));
    }

    [Theory]
    [MemberData(nameof(Version1))]
    public void Version_1_is_what_is_written(string name, long revision, string body)
        => Assert.Equal(
            Encoding.UTF8.GetString(Golden(name + ".json")),
            Encoding.UTF8.GetString(
                JsonRecordFile.Write(RecordBody.Parse(Encoding.UTF8.GetBytes(body)), new Revision(revision), Id)));

    [Fact]
    public void A_tombstone_of_version_1_is_read_and_written()
    {
        var file = Golden("tombstone.json.deleted");
        var record = JsonRecordFile.ReadTombstone(file).Record;
        Assert.Equal(new StoredRecord { Revision = new(18), WriteId = Id, Body = null }, record);
        Assert.Equal(file, JsonRecordFile.WriteTombstone(new Revision(18), Id));
    }

    [Fact]
    public void A_file_of_version_1_without_write_id_is_read()
    {
        var record = JsonRecordFile.Read(Golden("without-write-id.json")).Record;
        Assert.Equal(new StoredRecord { Revision = new(7), WriteId = default, Body = RecordBody.Parse("{}"u8) },
            record);
    }

    private static byte[] Golden(string name)
        => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Json", "Format", "golden", "v1", name));
}
