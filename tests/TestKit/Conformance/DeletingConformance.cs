using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance;

/// <summary>What a delete owes: a tombstone, and a revision that never restarts.</summary>
public abstract class DeletingConformance : WritingConformance
{
    [Fact]
    public async Task A_delete_leaves_a_tombstone_with_the_next_revision()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        var id = await MustWriteAsync(Key("1"), 1, null);
        await AssertHoldsAsync(Key("1"), 2, null, id);
        await ReopenAsync();
        await AssertHoldsAsync(Key("1"), 2, null, id);
    }

    [Fact]
    public async Task Deleting_what_was_never_written_writes_nothing()
    {
        Assert.Equal(WriteResult.AcceptedAs(Revision.None), await WriteAsync(Key("1"), 0, null));
        Assert.Null(await ReadAsync(Key("1")));
        await MustWriteAsync(Key("1"), 0, "1");
    }

    [Fact]
    public async Task Deleting_twice_writes_nothing_the_second_time()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        var id = await MustWriteAsync(Key("1"), 1, null);
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(Key("1"), 2, null));
        await AssertHoldsAsync(Key("1"), 2, null, id);
    }

    [Fact]
    public async Task Deleting_with_a_stale_revision_is_a_conflict()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        await MustWriteAsync(Key("1"), 1, "2");
        await MustConflictAsync(Key("1"), 1, null, 2);
        await MustConflictAsync(Key("1"), 0, null, 2);
        await AssertHoldsAsync(Key("1"), 2, "2");
        await MustWriteAsync(Key("1"), 2, null);
        await MustConflictAsync(Key("1"), 2, null, 3);
        await MustConflictAsync(Key("1"), 0, null, 3);
        await MustConflictAsync(Key("2"), 1, null, 0);
    }

    [Fact]
    public async Task A_record_made_again_continues_the_revision()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        await MustWriteAsync(Key("1"), 1, null);
        await MustConflictAsync(Key("1"), 0, "2", 2);
        await MustConflictAsync(Key("1"), 1, "2", 2);
        await AssertHoldsAsync(Key("1"), 2, null);
        await MustWriteAsync(Key("1"), 2, "3");
        await AssertHoldsAsync(Key("1"), 3, "3");
        await MustWriteAsync(Key("1"), 3, null);
        await ReopenAsync();
        await MustWriteAsync(Key("1"), 4, "5");
        await AssertHoldsAsync(Key("1"), 5, "5");
    }
}
