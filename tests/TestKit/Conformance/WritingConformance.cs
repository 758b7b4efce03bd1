using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance;

/// <summary>What a write owes when nobody else writes.</summary>
public abstract class WritingConformance : ReadingConformance
{
    [Fact]
    public async Task The_first_write_makes_revision_1_and_each_later_one_the_next()
    {
        for (var revision = 0; revision < 5; revision++)
        {
            await MustWriteAsync(Key("1"), revision, $"{revision}");
            await AssertHoldsAsync(Key("1"), revision + 1, $"{revision}");
        }
    }

    [Fact]
    public async Task Inserting_what_exists_is_a_conflict()
    {
        var id = await MustWriteAsync(Key("1"), 0, "1");
        await MustConflictAsync(Key("1"), 0, "2", 1);
        await AssertHoldsAsync(Key("1"), 1, "1", id);
    }

    [Fact]
    public async Task Writing_with_a_stale_revision_is_a_conflict()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        await MustWriteAsync(Key("1"), 1, "2");
        var id = await MustWriteAsync(Key("1"), 2, "3");
        await MustConflictAsync(Key("1"), 1, "4", 3);
        await MustConflictAsync(Key("1"), 2, "4", 3);
        await AssertHoldsAsync(Key("1"), 3, "3", id);
    }

    [Fact]
    public async Task Writing_with_a_revision_that_never_was_is_a_conflict()
    {
        await MustConflictAsync(Key("1"), 1, "1", 0);
        Assert.Null(await ReadAsync(Key("1")));
        await MustWriteAsync(Key("1"), 0, "1");
        await MustConflictAsync(Key("1"), 2, "2", 1);
        await MustConflictAsync(Key("1"), long.MaxValue, "2", 1);
        await AssertHoldsAsync(Key("1"), 1, "1");
    }

    [Fact]
    public async Task Writing_the_same_value_makes_a_new_revision()
    {
        var first = await MustWriteAsync(Key("1"), 0, "1");
        var second = await MustWriteAsync(Key("1"), 1, "1");
        Assert.NotEqual(first, second);
        await AssertHoldsAsync(Key("1"), 2, "1", second);
    }

    [Fact]
    public async Task A_short_body_replaces_a_long_one_completely()
    {
        await MustWriteAsync(Key("1"), 0, $"\"{new string('x', 100_000)}\"");
        await MustWriteAsync(Key("1"), 1, "{}");
        await AssertHoldsAsync(Key("1"), 2, "{}");
        await MustWriteAsync(Key("1"), 2, $"\"{new string('y', 100_000)}\"");
        await ReopenAsync();
        await AssertHoldsAsync(Key("1"), 3, $"\"{new string('y', 100_000)}\"");
    }

    [Fact]
    public async Task A_write_cancelled_before_it_began_says_so_and_harms_nothing()
    {
        var write = Change(Key("1"), Revision.None, "1");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.WriteAsync(write, new CancellationToken(canceled: true)));
        Assert.Equal(WriteResult.AcceptedAs(new(1)), await WriteAsync(write));
        await AssertHoldsAsync(Key("1"), 1, "1", write.WriteId);
    }

    [Fact]
    public async Task A_write_cancelled_on_its_way_happened_once_or_not_at_all()
    {
        for (var i = 0; i < 20; i++)
        {
            var write = Change(Key($"{i}"), Revision.None, "1");
            using var source = new CancellationTokenSource();
            var pending = Store.WriteAsync(write, source.Token).AsTask();
            await source.CancelAsync();
            try
            {
                Assert.Equal(WriteResult.AcceptedAs(new(1)), await pending);
            }
            catch (Exception e) when (e is OperationCanceledException or OutcomeUnknownException)
            {
                Assert.True(source.IsCancellationRequested);
            }

            Assert.Equal(WriteResult.AcceptedAs(new(1)), await WriteAsync(write));
            await AssertHoldsAsync(write.Key, 1, "1", write.WriteId);
        }
    }
}
