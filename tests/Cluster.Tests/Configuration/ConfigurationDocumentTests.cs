using System.Text;
using HybridOrleans.Grains.Configuration;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Configuration;

/// <summary>A configuration and its history share a record, and the configuration never feels it.</summary>
public sealed class ConfigurationDocumentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":1.50}""")]
    [InlineData("""{"a":1,"a":2,"б":"\u0000\ud800"}""")]
    [InlineData("""{"_changes":[{"revision":9}]}""")]
    [InlineData("""{"a":1,"_changes":"mine"}""")]
    [InlineData("""{"_value":1}""")]
    [InlineData("""{"_value":{"a":1},"_changes":[]}""")]
    [InlineData("""{"_rev":"1.0123456789abcdef"}""")]
    public void What_is_read_is_token_for_token_what_was_saved(string json)
    {
        var first = ConfigurationDocument.Of(ConfigurationDocument.Next(null, Body(json), 1, Noon))!;
        Assert.Equal(json, Text(first.Value));
        var again = ConfigurationDocument.Of(ConfigurationDocument.Next(first, Body(json), 2, Noon))!;
        Assert.Equal(json, Text(again.Value));
        Assert.Equal([2L, 1L], again.Changes.Select(c => c.Revision));
        Assert.Empty(again.Changes[0].Members);
    }

    [Fact]
    public void A_person_finds_the_members_where_they_were_saved_and_the_history_behind_them()
        => Assert.Equal(
            """
            {"язык":"ru","_changes":[{"revision":3,"at":"2026-11-23T12:00:00.000000Z","members":["язык"]}]}
            """,
            Text(ConfigurationDocument.Next(null, Body("""{"язык":"ru"}"""), 3, Noon)));

    [Fact]
    public void The_history_names_what_was_added_changed_or_removed_and_nothing_else()
    {
        var before = ConfigurationDocument.Of(
            ConfigurationDocument.Next(null, Body("""{"same":{"x":1},"changed":1,"gone":true}"""), 1, Noon));
        var stored = ConfigurationDocument.Next(
            before, Body("""{"changed":1.0,"same":{"x":1},"added":null}"""), 2, Noon.AddHours(1));
        var change = ConfigurationDocument.Of(stored)!.Changes[0];
        Assert.Equal((2L, Noon.AddHours(1), 0), (change.Revision, change.At, change.MembersLeftOut));
        Assert.Equal(["changed", "added", "gone"], change.Members);
    }

    [Fact]
    public void The_history_is_bounded_and_keeps_the_newest()
    {
        ConfigurationDocument? document = null;
        for (var revision = 1; revision <= 30; revision++)
        {
            document = ConfigurationDocument.Of(
                ConfigurationDocument.Next(document, Body($$"""{"n":{{revision}}}"""), revision, Noon));
        }

        Assert.Equal(
            Enumerable.Range(0, ConfigurationLimits.ChangesMax).Select(i => 30L - i),
            document!.Changes.Select(c => c.Revision));
    }

    [Fact]
    public void The_largest_configuration_has_room_for_its_history_whatever_its_members_are_called()
    {
        ConfigurationDocument? document = null;
        for (var revision = 1; revision <= 30; revision++)
        {
            var names = string.Concat(Enumerable.Range(0, 20).Select(i => $"\"{new string('Ы', 90)}{i}\":{revision},"));
            var begin = $"{{{names}\"_value\":\"";
            var room = ConfigurationLimits.BodyBytesMax - Encoding.UTF8.GetByteCount(begin) - 2;
            var body = Body($"{begin}{new string('x', room)}\"}}");
            Assert.Equal(ConfigurationLimits.BodyBytesMax, body.Utf8.Length);
            document = ConfigurationDocument.Of(ConfigurationDocument.Next(document, body, revision, Noon));
            Assert.Equal(body, document!.Value);
        }

        Assert.InRange(document!.Changes.Count, 2, ConfigurationLimits.ChangesMax);
        var change = document.Changes[0];
        Assert.Equal((30L, 16, 4), (change.Revision, change.Members.Count, change.MembersLeftOut));
        Assert.Equal(new string('Ы', 64) + "…", change.Members[0]);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"_changes":[{"revision":"x"}]}""", """{"a":1}""")]
    [InlineData("""{"_changes":[],"a":1}""", """{"_changes":[],"a":1}""")]
    [InlineData("""{"a":1,"_changes":7}""", """{"a":1,"_changes":7}""")]
    [InlineData("[1]", "[1]")]
    [InlineData("""{"_changes":[]}""", "{}")]
    public void A_record_that_somebody_edited_is_read_without_a_history(string stored, string value)
    {
        var document = ConfigurationDocument.Of(Body(stored))!;
        Assert.Equal((value, 0), (Text(document.Value), document.Changes.Count));
        Assert.Equal("{}", Text(ConfigurationDocument.Of(ConfigurationDocument.Next(document, Body("{}"), 2, Noon))!
            .Value));
    }

    private static RecordBody Body(string json) => RecordBody.Parse(Encoding.UTF8.GetBytes(json));

    private static string Text(RecordBody body) => Encoding.UTF8.GetString(body.Utf8.Span);
}
