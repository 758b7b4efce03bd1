using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Bodies;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Migration;

/// <summary>What bringing copies in owes: newer ones only, any number of times, early or late.</summary>
public abstract class CopyingConformance : MigratableSubject
{
    public static TheoryData<string> Nasty => [.. NastyBodies.All.Keys];

    [Fact]
    public async Task A_copy_of_what_the_store_lacks_is_stored_with_its_revision_and_write_id()
    {
        var copy = Copy(Key("1"), 17, """{"a":1}""");
        await MustPutAsync(copy, CopyOutcome.Stored, 17);
        await AssertHoldsAsync(Key("1"), 17, """{"a":1}""", copy.WriteId);
        await ReopenAsync();
        await AssertHoldsAsync(Key("1"), 17, """{"a":1}""", copy.WriteId);
    }

    [Theory]
    [MemberData(nameof(Nasty))]
    public async Task A_nasty_body_is_copied_byte_for_byte_and_has_the_same_digest(string name)
    {
        var json = NastyBodies.All[name];
        await MustPutAsync(Copy(Key("copied"), 3, json), CopyOutcome.Stored, 3);
        await MustWriteAsync(Key("written"), 0, json);
        await AssertHoldsAsync(Key("copied"), 3, json);
        await AssertDigestAsync(Key("copied"), 3, json);
        await AssertDigestAsync(Key("written"), 1, json);
        await ReopenAsync();
        await AssertDigestAsync(Key("copied"), 3, json);
        await MustPutAsync(Copy(Key("copied"), 3, json), CopyOutcome.Same, 3);
        await MustPutAsync(Copy(Key("written"), 1, json), CopyOutcome.Same, 1);
    }

    [Fact]
    public async Task A_newer_copy_replaces_and_an_older_one_does_not()
    {
        await MustPutAsync(Copy(Key("1"), 2, "2"), CopyOutcome.Stored, 2);
        var newer = Copy(Key("1"), 5, "5");
        await MustPutAsync(newer, CopyOutcome.Stored, 5);
        await MustPutAsync(Copy(Key("1"), 4, "4"), CopyOutcome.Older, 5);
        await MustPutAsync(Copy(Key("1"), 4, null), CopyOutcome.Older, 5);
        await AssertHoldsAsync(Key("1"), 5, "5", newer.WriteId);
    }

    [Fact]
    public async Task The_same_copy_again_changes_nothing()
    {
        var copy = Copy(Key("1"), 5, "5");
        await MustPutAsync(copy, CopyOutcome.Stored, 5);
        await MustPutAsync(copy, CopyOutcome.Same, 5);
        await ReopenAsync();
        await MustPutAsync(copy, CopyOutcome.Same, 5);
        await AssertHoldsAsync(Key("1"), 5, "5", copy.WriteId);
    }

    [Fact]
    public async Task The_same_revision_with_other_bytes_is_a_divergence_and_nothing_is_written()
    {
        await MustPutAsync(Copy(Key("1"), 5, """{"a":1,"a":2}"""), CopyOutcome.Stored, 5);
        await MustPutAsync(Copy(Key("1"), 5, """{"a":2}"""), CopyOutcome.Diverged, 5);
        await MustPutAsync(Copy(Key("1"), 5, null), CopyOutcome.Diverged, 5);
        await AssertHoldsAsync(Key("1"), 5, """{"a":1,"a":2}""");
        await MustPutAsync(Copy(Key("2"), 5, null), CopyOutcome.Stored, 5);
        await MustPutAsync(Copy(Key("2"), 5, "null"), CopyOutcome.Diverged, 5);
        await AssertHoldsAsync(Key("2"), 5, null);
    }

    [Fact]
    public async Task Tombstones_travel_like_bodies()
    {
        await MustPutAsync(Copy(Key("1"), 1, "1"), CopyOutcome.Stored, 1);
        await MustPutAsync(Copy(Key("1"), 2, null), CopyOutcome.Stored, 2);
        await MustPutAsync(Copy(Key("1"), 2, null), CopyOutcome.Same, 2);
        await MustPutAsync(Copy(Key("1"), 1, "1"), CopyOutcome.Older, 2);
        await AssertHoldsAsync(Key("1"), 2, null);
        await AssertDigestAsync(Key("1"), 2, null);
        await MustPutAsync(Copy(Key("2"), 7, null), CopyOutcome.Stored, 7);
        await ReopenAsync();
        await AssertHoldsAsync(Key("2"), 7, null);
        await MustPutAsync(Copy(Key("2"), 8, "8"), CopyOutcome.Stored, 8);
        await AssertHoldsAsync(Key("2"), 8, "8");
    }

    [Fact]
    public async Task A_write_goes_on_from_the_revision_of_a_copy()
    {
        await MustPutAsync(Copy(Key("1"), 41, "41"), CopyOutcome.Stored, 41);
        await MustConflictAsync(Key("1"), 40, "\"stale\"", 41);
        await MustWriteAsync(Key("1"), 41, "42");
        await MustPutAsync(Copy(Key("1"), 42, "42"), CopyOutcome.Same, 42);
        await MustPutAsync(Copy(Key("1"), 41, "41"), CopyOutcome.Older, 42);
        await AssertHoldsAsync(Key("1"), 42, "42");
    }

    [Fact]
    public async Task A_write_repeated_on_the_side_that_got_its_copy_is_accepted()
    {
        await MustPutAsync(Copy(Key("1"), 1, "1"), CopyOutcome.Stored, 1);
        var copy = Copy(Key("1"), 2, "2");
        await MustPutAsync(copy, CopyOutcome.Stored, 2);
        var repeated = await WriteAsync(Change(Key("1"), new Revision(1), "2", copy.WriteId));
        Assert.Equal(WriteResult.AcceptedAs(new Revision(2)), repeated);
        await MustConflictAsync(Key("1"), 1, "2", 2);
    }

    [Fact]
    public async Task Each_copy_of_a_batch_has_its_own_answer_in_order()
    {
        await MustWriteAsync(Key("same"), 0, "1");
        await MustWriteAsync(Key("older"), 0, "1");
        await MustWriteAsync(Key("older"), 1, "2");
        await MustWriteAsync(Key("diverged"), 0, "1");
        var answers = await PutAsync(
            Copy(Key("older"), 1, "1"), Copy(Key("new"), 3, "3"), Copy(Key("diverged"), 1, "2"),
            Copy(Key("same"), 1, "1"), Copy(Key("gone"), 4, null));
        CopyResult[] expected =
        [
            new(CopyOutcome.Older, new(2)), new(CopyOutcome.Stored, new(3)), new(CopyOutcome.Diverged, new(1)),
            new(CopyOutcome.Same, new(1)), new(CopyOutcome.Stored, new(4)),
        ];
        Assert.Equal(expected, answers);
        Assert.Empty(await PutAsync());
    }

    [Fact]
    public async Task A_great_many_copies_arrive_like_a_single_one()
    {
        var copies = Enumerable.Range(0, 3_000)
            .Select(i => Copy(Key($"{i}"), i + 1, i % 7 == 0 ? null : $$"""{"i":{{i}},"a":"\u0000","a":"\ud800"}"""))
            .ToArray();
        foreach (var copy in copies.Where((_, i) => i % 3 == 0))
        {
            await PutAsync(copy);
        }

        var answers = await PutAsync(copies);
        var expected = copies.Select(
            (copy, i) => new CopyResult(i % 3 == 0 ? CopyOutcome.Same : CopyOutcome.Stored, copy.Revision));
        Assert.Equal(expected, answers);
        var held = (await WalkDigestsAsync(Component.Users)).ToDictionary(digest => digest.Key);
        Assert.All(copies, copy => Assert.True(
            held[copy.Key].Matches(new RecordDigest(copy.Key, copy.Revision, copy.Body?.Hash))));
        await AssertHoldsAsync(copies[1].Key, 2, $$"""{"i":1,"a":"\u0000","a":"\ud800"}""", copies[1].WriteId);
    }

    [Fact]
    public async Task Copies_of_one_key_in_any_order_leave_the_newest()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = Key($"{round}");
            var copies = Enumerable.Range(1, 12).Select(i => Copy(key, i, i % 5 == 0 ? null : $"{i}")).ToArray();
            var shuffled = copies.ToArray();
            Random.Shared.Shuffle(shuffled);
            await Task.WhenAll(shuffled.Select(copy => Task.Run(async () => await PutAsync(copy), Cancel)));
            await AssertHoldsAsync(key, 12, "12", copies[^1].WriteId);
        }
    }

    [Fact]
    public async Task Copies_and_writes_of_one_key_make_one_chain()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = Key($"{round}");
            await MustWriteAsync(key, 0, "1");
            var copy = Copy(key, 2, "\"copied\"");
            var copied = Task.Run(async () => Assert.Single(await PutAsync(copy)), Cancel);
            var written = await Task.Run(async () => await WriteAsync(key, 1, "\"written\""), Cancel);
            Assert.Equal(written.Accepted ? CopyOutcome.Diverged : CopyOutcome.Stored, (await copied).Outcome);
            Assert.Equal(new Revision(2), written.Revision);
            await AssertHoldsAsync(key, 2, written.Accepted ? "\"written\"" : "\"copied\"");
        }
    }
}
