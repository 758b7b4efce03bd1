using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Bodies;
using Xunit;

namespace HybridOrleans.TestKit.Conformance;

/// <summary>What a read owes.</summary>
public abstract class ReadingConformance : ConformanceSubject
{
    public static TheoryData<string> Nasty => [.. NastyBodies.All.Keys];

    [Fact]
    public async Task Reading_what_was_never_written_gives_nothing()
        => Assert.Null(await ReadAsync(Key("never written")));

    [Fact]
    public async Task A_read_gives_the_body_the_revision_and_the_write_id()
    {
        var id = await MustWriteAsync(Key("1"), 0, """{"a":1}""");
        await AssertHoldsAsync(Key("1"), 1, """{"a":1}""", id);
        await AssertHoldsAsync(Key("1"), 1, """{"a":1}""", id);
    }

    [Theory]
    [MemberData(nameof(Nasty))]
    public async Task A_nasty_body_is_read_byte_for_byte(string name)
    {
        await MustWriteAsync(Key("1"), 0, NastyBodies.All[name]);
        await AssertHoldsAsync(Key("1"), 1, NastyBodies.All[name]);
        await ReopenAsync();
        await AssertHoldsAsync(Key("1"), 1, NastyBodies.All[name]);
    }

    [Theory]
    [InlineData("\"", "a", "\"")]
    [InlineData("{\"name\":\"", "я", "\"}")]
    [InlineData("[", "1,", "1]")]
    [InlineData("{\"\":[", "[],", "[]]}")]
    public async Task A_body_of_one_mebibyte_is_read_byte_for_byte(string start, string unit, string end)
    {
        var room = RecordBody.BytesMax - start.Length - end.Length;
        var unitBytes = System.Text.Encoding.UTF8.GetByteCount(unit);
        var json = start + string.Concat(Enumerable.Repeat(unit, room / unitBytes)) + end;
        await MustWriteAsync(Key("1"), 0, json);
        await AssertHoldsAsync(Key("1"), 1, json);
    }

    [Fact]
    public async Task Keys_that_look_alike_are_different_records()
    {
        var keys = OddKeys.All.Select(segments => Key(segments)).ToList();
        for (var i = 0; i < keys.Count; i++)
        {
            Assert.Null(await ReadAsync(keys[i]));
            await MustWriteAsync(keys[i], 0, $"{{\"i\":{i}}}");
        }

        for (var i = 0; i < keys.Count; i++)
        {
            await AssertHoldsAsync(keys[i], 1, $"{{\"i\":{i}}}");
        }
    }

    [Fact]
    public async Task Components_do_not_see_each_other()
    {
        var text = Key("1").Text;
        Component[] components = [Component.Users, Component.Configuration, Component.Grains];
        foreach (var component in components)
        {
            var key = RecordKey.FromText(component, text);
            Assert.Null(await ReadAsync(key));
            await MustWriteAsync(key, 0, $"\"{component}\"");
        }

        foreach (var component in components)
        {
            await AssertHoldsAsync(RecordKey.FromText(component, text), 1, $"\"{component}\"");
        }
    }

    [Fact]
    public async Task A_cancelled_read_says_so()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.ReadAsync(Key("1"), Epoch.Initial, new CancellationToken(canceled: true)));
        await AssertHoldsAsync(Key("1"), 1, "1");
    }

    [Fact]
    public async Task What_was_written_outlives_the_store()
    {
        var first = await MustWriteAsync(Key("1"), 0, "1");
        await MustWriteAsync(Key("2"), 0, "2");
        var second = await MustWriteAsync(Key("2"), 1, "3");
        await ReopenAsync();
        await AssertHoldsAsync(Key("1"), 1, "1", first);
        await AssertHoldsAsync(Key("2"), 2, "3", second);
        Assert.Null(await ReadAsync(Key("3")));
    }
}
