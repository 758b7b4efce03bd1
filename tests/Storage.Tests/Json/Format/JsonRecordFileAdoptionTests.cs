using System.Text;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Format;

public sealed class JsonRecordFileAdoptionTests
{
    private const string Rev = "17.7f2f78e5d52d716a.5f0c1de2a7b84c3d9e10f2a3b4c5d6e7";

    [Theory]
    [InlineData("{ \"a\": 2, \"_rev\": \"" + Rev + "\" }", "{\"a\":2}", 17)]
    [InlineData("{\"a\":2}", "{\"a\":2}", 0)]
    [InlineData("{\"a\":2,\"_rev\":\"18.junk\"}", "{\"a\":2}", 18)]
    [InlineData("{\"a\":2,\"_rev\":null}", "{\"a\":2}", 0)]
    [InlineData("{\"_rev\":\"" + Rev + "\",\"a\":2}", "{\"a\":2}", 17)]
    [InlineData("{\"_rev\":\"5-abc\",\"a\":2}", "{\"_rev\":\"5-abc\",\"a\":2}", 0)]
    [InlineData("{\"\\u005frev\":\"5-a\",\"a\":2,\"_rev\":\"" + Rev + "\"}", "{\"\\u005frev\":\"5-a\",\"a\":2}", 17)]
    [InlineData("{\"_rev\":\"16.7f2f78e5d52d716a\",\"a\":2,\"_rev\":\"" + Rev + "\"}", "{\"a\":2}", 17)]
    [InlineData("{\"_value\":[3],\"_rev\":\"" + Rev + "\"}", "[3]", 17)]
    [InlineData("{\"_value\":[3]}", "{\"_value\":[3]}", 0)]
    [InlineData("{\"_value\":[3],\"b\":1,\"_rev\":\"" + Rev + "\"}", "{\"_value\":[3],\"b\":1}", 17)]
    [InlineData("[3]", "[3]", 0)]
    [InlineData("\"x\"", "\"x\"", 0)]
    [InlineData("\ufeff{\"a\":2,\"_rev\":\"" + Rev + "\"}", "{\"a\":2}", 17)]
    public void An_edited_file_offers_what_the_person_meant_and_the_revision_it_claims(
        string file, string body, long claimed)
    {
        var damage = JsonRecordFile.Read(Encoding.UTF8.GetBytes(file)).Damage;
        Assert.Equal(body, Encoding.UTF8.GetString(damage!.Adoptable!.Utf8.Span));
        Assert.Equal(new Revision(claimed), damage.Claimed);
    }

    [Theory]
    [InlineData("{\n  \"a\": tru,\n  \"_rev\": \"" + Rev + "\"\n}\n", 17)]
    [InlineData("{\n  \"a\": tru,\n  \"_rev\": \"17.42d", 17)]
    [InlineData("{\n  \"a\": tru,\n  \"_rev\": \"17", 0)]
    [InlineData("{\n  \"a\": {\n    \"_rev\": \"99.42d", 0)]
    [InlineData("{\n  \"a\": tru", 0)]
    [InlineData("{\n  \"a\": tru,\n  \"_rev\": \"9999999999999999999999.42d", 0)]
    public void A_broken_file_offers_nothing_but_the_revision_it_claims(string file, long claimed)
    {
        var damage = JsonRecordFile.Read(Encoding.UTF8.GetBytes(file)).Damage;
        Assert.Null(damage!.Adoptable);
        Assert.Equal(new Revision(claimed), damage.Claimed);
    }

    [Fact]
    public void A_body_over_the_limit_is_not_offered()
    {
        var json = "\"" + new string('a', RecordBody.BytesMax - 1) + "\"";
        Assert.Null(JsonRecordFile.Read(Encoding.UTF8.GetBytes(json)).Damage!.Adoptable);
    }
}
