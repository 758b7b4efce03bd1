using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance;

/// <summary>What a walk owes.</summary>
public abstract class WalkingConformance : RacingConformance
{
    private string Prefix => RecordKeys.PrefixOf(Bot);

    [Fact]
    public async Task A_walk_meets_every_key_once_in_the_order_of_bucket_and_key()
    {
        var keys = await FillAsync(300);
        var headers = await WalkAsync(Prefix, RecordCursor.Start);
        Assert.Equal(keys, headers.Select(header => header.Key));
        Assert.All(headers, header => Assert.Equal((new Revision(1), false), (header.Revision, header.IsTombstone)));
    }

    [Fact]
    public async Task A_walk_shows_the_newest_revision_and_tombstones()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        await MustWriteAsync(Key("2"), 0, "1");
        await MustWriteAsync(Key("2"), 1, "2");
        await MustWriteAsync(Key("3"), 0, "1");
        await MustWriteAsync(Key("3"), 1, null);
        await WriteAsync(Key("4"), 0, null);
        RecordHeader[] expected =
        [
            new(Key("1"), new(1), false), new(Key("2"), new(2), false), new(Key("3"), new(2), true),
        ];
        Assert.Equal(
            expected.OrderBy(h => h.Key.Bucket).ThenBy(h => h.Key.Text, StringComparer.Ordinal),
            await WalkAsync(Prefix, RecordCursor.Start));
        await ReopenAsync();
        Assert.Equal(3, (await WalkAsync(Prefix, RecordCursor.Start)).Count);
    }

    [Fact]
    public async Task A_walk_goes_on_after_any_place()
    {
        var keys = await FillAsync(40);
        for (var i = 0; i < keys.Count; i++)
        {
            var rest = await WalkAsync(Prefix, RecordCursor.After(keys[i]));
            Assert.Equal(keys.Skip(i + 1), rest.Select(header => header.Key));
        }

        // A place need not be a record: it may have been the last one seen of another bot.
        var between = new RecordCursor(keys[20].Bucket, "");
        Assert.Equal(
            keys.Where(between.IsBefore), (await WalkAsync(Prefix, between)).Select(header => header.Key));
    }

    [Fact]
    public async Task A_walk_keeps_to_its_prefix_as_text()
    {
        foreach (var id in (string[])["1", "10", "12", "2", "-1"])
        {
            await MustWriteAsync(Key(id), 0, id);
        }

        await MustWriteAsync(Key("1", "deeper"), 0, "1");
        string[] expected = ["1", "1/deeper", "10", "12"];
        var met = await WalkAsync(Prefix + "1", RecordCursor.Start);
        Assert.Equal(
            expected, met.Select(header => header.Key.Text[Prefix.Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_walk_meets_odd_keys_as_they_were_written()
    {
        var keys = OddKeys.All.Select(segments => Key(segments)).ToHashSet();
        foreach (var key in keys)
        {
            await MustWriteAsync(key, 0, "1");
        }

        var met = await WalkAsync(Prefix, RecordCursor.Start);
        Assert.Equal(keys.Count, met.Count);
        Assert.Equal(keys, met.Select(header => header.Key).ToHashSet());
    }

    [Fact]
    public async Task A_walk_without_prefix_meets_every_bot_of_the_component_and_no_other_component()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        await MustWriteAsync(RecordKey.Create(Component.Users, Bot + "-2", "1"), 0, "1");
        await MustWriteAsync(RecordKey.Create(Component.Grains, Bot + "-3", "1"), 0, "1");
        var bots = (await WalkAsync("", RecordCursor.Start))
            .Where(header => header.Key.Text.StartsWith(Bot, StringComparison.Ordinal))
            .Select(header => header.Key.Text.Split('/')[0]);
        Assert.Equal([Bot, Bot + "-2"], bots.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_walk_ends()
    {
        await FillAsync(20);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var header in Store.WalkAsync(Component.Users, Prefix, RecordCursor.Start, source.Token))
            {
                Assert.True(header.Revision > Revision.None);
                await source.CancelAsync();
            }

            // A store that had read everything before the cancellation may end in peace.
            source.Token.ThrowIfCancellationRequested();
        });
    }

    /// <summary>Writes keys and gives them in the order of a walk.</summary>
    private async Task<List<RecordKey>> FillAsync(int count)
    {
        var keys = Enumerable.Range(0, count).Select(i => Key($"{i}")).ToList();
        await Task.WhenAll(keys.Select(key => MustWriteAsync(key, 0, "1")));
        return [.. keys.OrderBy(key => key.Bucket).ThenBy(key => key.Text, StringComparer.Ordinal)];
    }

    private async Task<List<RecordHeader>> WalkAsync(string prefix, RecordCursor after)
    {
        var headers = new List<RecordHeader>();
        await foreach (var header in Store.WalkAsync(Component.Users, prefix, after, Cancel))
        {
            headers.Add(header);
        }

        return headers;
    }
}
