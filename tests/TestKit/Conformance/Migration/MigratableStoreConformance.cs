using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Migration;

/// <summary>All that a side of a migration promises beyond a record store.</summary>
/// <remarks>
/// Each class below it adds one concept: copying, replacing, fencing of copies, the change log, the documents, and here
/// digests, walks and the rest. Tests use keys of their own; they begin and end listings of <c>conversations</c> and
/// <c>users</c>, raise the fence of <c>analytics</c>, and write documents, so that the store serves nobody else.
/// </remarks>
public abstract class MigratableStoreConformance : DocumentsConformance
{
    [Fact]
    public async Task The_store_keeps_its_id()
    {
        var id = Side.StoreId;
        Assert.NotEqual(Guid.Empty, id);
        await ReopenAsync();
        Assert.Equal(id, Side.StoreId);
    }

    [Fact]
    public async Task The_digest_of_what_was_never_written_is_nothing()
        => Assert.Null(await DigestAsync(Key("never written")));

    [Fact]
    public async Task Digests_follow_every_write()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        await AssertDigestAsync(Key("1"), 1, "1");
        await MustWriteAsync(Key("1"), 1, """{ "a" : [ 1, 2 ] }""");
        await AssertDigestAsync(Key("1"), 2, """{"a":[1,2]}""");
        await MustWriteAsync(Key("1"), 2, null);
        await AssertDigestAsync(Key("1"), 3, null);
        await MustWriteAsync(Key("1"), 3, "1");
        await AssertDigestAsync(Key("1"), 4, "1");
    }

    [Fact]
    public async Task Walks_meet_every_record_once_in_the_order_of_bucket_and_key_and_go_on_after_any_place()
    {
        var copies = Enumerable.Range(0, 300).Select(i => Copy(Key($"{i}"), i + 1, i % 4 == 0 ? null : $"{i}"))
            .OrderBy(copy => copy.Key.Bucket).ThenBy(copy => copy.Key.Text, StringComparer.Ordinal).ToArray();
        await PutAsync(copies);
        foreach (var skipped in (int[])[0, 1, 150, 299, 300])
        {
            var after = skipped == 0 ? RecordCursor.Start : RecordCursor.After(copies[skipped - 1].Key);
            var rest = copies.Skip(skipped).ToList();
            var digests = await WalkDigestsAsync(Component.Users, after);
            Assert.Equal(rest.Select(copy => copy.Key), digests.Select(digest => digest.Key));
            Assert.All(rest.Zip(digests), pair => Assert.True(
                pair.Second.Matches(new RecordDigest(pair.First.Key, pair.First.Revision, pair.First.Body?.Hash))));
            var records = await WalkRecordsAsync(Component.Users, after);
            Assert.Equal(
                rest.Select(copy => (copy.Key, (Revision?)copy.Revision, (WriteId?)copy.WriteId, copy.Body)),
                records.Select(met => (met.Key, met.Record?.Revision, met.Record?.WriteId, met.Record?.Body)));
        }
    }

    [Fact]
    public async Task Walks_stay_in_their_component()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        await MustWriteAsync(RecordKey.Create(Component.Grains, Bot, "2"), 0, "2");
        Assert.Equal([Key("1")], (await WalkDigestsAsync(Component.Users)).Select(digest => digest.Key));
        Assert.Equal([Key("1")], (await WalkRecordsAsync(Component.Users)).Select(met => met.Key));
    }

    [Fact]
    public async Task The_number_of_records_is_told_about()
    {
        await PutAsync([.. Enumerable.Range(0, 50).Select(i => Copy(Key($"{i}"), 1, i % 2 == 0 ? null : "1"))]);
        Assert.True(await Side.EstimateCountAsync(Component.Users, Cancel) >= 0, "Fewer records than none.");
    }

    [Fact]
    public async Task A_sound_store_passes_its_assessment_and_keeps_nothing_of_it()
    {
        var fence = await Side.ReadFenceAsync(Component.Users, Cancel);
        var before = (await WalkDigestsAsync(Component.Users)).Count;
        var findings = await Side.AssessAsync(Component.Users, Cancel).ToListAsync(Cancel);
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.NotEqual(Severity.Blocks, finding.Severity));
        Assert.All(findings, finding => Assert.Equal(Side.Name, finding.Store));
        Assert.All(findings, finding => Assert.False(
            string.IsNullOrWhiteSpace(finding.Check) || string.IsNullOrWhiteSpace(finding.Message)));
        Assert.Equal(
            before, (await WalkDigestsAsync(Component.Users)).Count);
        Assert.Equal(fence, await Side.ReadFenceAsync(Component.Users, Cancel));
    }

    [Fact]
    public async Task Superseded_bytes_are_kept_and_listed()
    {
        var item = new QuarantinedItem
        {
            Owner = Bot,
            Source = "users/1 revision 4",
            Reason = "replaced by a repair",
            Content = Body("""{"a":1,"a":2}""").Utf8,
            KeptAt = DateTimeOffset.UnixEpoch,
        };
        await Side.Quarantine.KeepAsync(item, Cancel);
        await Side.Quarantine.KeepAsync(item, Cancel);
        var kept = Assert.Single(await Side.Quarantine.ListAsync(Bot, Cancel).ToListAsync(Cancel));
        Assert.Equal(item.Content.ToArray(), kept.Content.ToArray());
        Assert.Equal((item.Source, item.Reason), (kept.Source, kept.Reason));
    }

    [Fact]
    public async Task One_quarantined_item_is_removed_and_no_other_of_its_source()
    {
        var first = new QuarantinedItem
        {
            Owner = Bot,
            Source = "girls_data.json",
            Reason = "it is no JSON",
            Content = new byte[] { 0, 10, 255 },
            KeptAt = DateTimeOffset.UnixEpoch,
        };
        var second = first with { Content = new byte[] { 1 }, KeptAt = DateTimeOffset.UnixEpoch.AddDays(1) };
        await Side.Quarantine.KeepAsync(first, Cancel);
        await Side.Quarantine.KeepAsync(second, Cancel);
        await Side.Quarantine.RemoveItemAsync(first, Cancel);
        await Side.Quarantine.RemoveItemAsync(first, Cancel);
        var kept = Assert.Single(await Side.Quarantine.ListAsync(Bot, Cancel).ToListAsync(Cancel));
        Assert.Equal(second.Content.ToArray(), kept.Content.ToArray());
    }

    [Fact]
    public async Task Cancelled_calls_say_so()
    {
        var cancelled = new CancellationToken(canceled: true);
        await AssertCancelledAsync(() => Side.PutIfNewerAsync([Copy(Key("1"), 1, "1")], cancelled).AsTask());
        await AssertCancelledAsync(() => Side.DigestAsync(Key("1"), Epoch.Initial, cancelled).AsTask());
        await AssertCancelledAsync(() => Side.ReadFenceAsync(Component.Users, cancelled).AsTask());
        await AssertCancelledAsync(() => Side.Documents.ReadAsync(Component.Users, cancelled).AsTask());
        Assert.Null(await DigestAsync(Key("1")));

        static async Task AssertCancelledAsync(Func<Task> call)
            => await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
    }
}
