using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Migration;

/// <summary>What a repair owes: it takes the place of exactly the revision that it has seen.</summary>
public abstract class ReplacingConformance : CopyingConformance
{
    [Fact]
    public async Task A_repair_replaces_exactly_the_revision_that_it_names()
    {
        await MustPutAsync(Copy(Key("1"), 5, "5"), CopyOutcome.Stored, 5);
        await MustPutAsync(Repair(8, "8", replaces: 4), CopyOutcome.NotReplaced, 5);
        await MustPutAsync(Repair(8, "8", replaces: 6), CopyOutcome.NotReplaced, 5);
        await MustPutAsync(Repair(8, "8", replaces: 0), CopyOutcome.NotReplaced, 5);
        await AssertHoldsAsync(Key("1"), 5, "5");
        await MustPutAsync(Repair(8, "8", replaces: 5), CopyOutcome.Stored, 8);
        await AssertHoldsAsync(Key("1"), 8, "8");
    }

    [Fact]
    public async Task A_repair_may_name_nothing_as_what_it_replaces()
    {
        await MustPutAsync(Repair(3, null, replaces: 0), CopyOutcome.Stored, 3);
        await AssertHoldsAsync(Key("1"), 3, null);
    }

    [Fact]
    public async Task A_repair_of_a_missing_record_that_names_a_revision_is_refused()
    {
        await MustPutAsync(Repair(3, "3", replaces: 2), CopyOutcome.NotReplaced, 0);
        Assert.Null(await ReadAsync(Key("1")));
    }

    [Fact]
    public async Task A_repeated_repair_changes_nothing()
    {
        await MustPutAsync(Copy(Key("1"), 5, "5"), CopyOutcome.Stored, 5);
        var repair = Repair(8, "8", replaces: 5);
        await MustPutAsync(repair, CopyOutcome.Stored, 8);
        await MustPutAsync(repair, CopyOutcome.Same, 8);
        await MustWriteAsync(Key("1"), 8, "9");
        await MustPutAsync(repair, CopyOutcome.NotReplaced, 9);
        await AssertHoldsAsync(Key("1"), 9, "9");
    }

    [Fact]
    public async Task Of_many_repairs_of_one_revision_exactly_one_wins()
    {
        await MustPutAsync(Copy(Key("1"), 5, "5"), CopyOutcome.Stored, 5);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(
            async () => Assert.Single(await PutAsync(Repair(8, $"\"{i}\"", replaces: 5))), Cancel)));
        var winner = Assert.Single(Enumerable.Range(0, 10).Where(i => answers[i].Outcome == CopyOutcome.Stored));
        Assert.Equal(9, answers.Count(answer => answer.Outcome == CopyOutcome.NotReplaced));
        await AssertHoldsAsync(Key("1"), 8, $"\"{winner}\"");
    }

    private RecordCopy Repair(long revision, string? json, long replaces)
        => Copy(Key("1"), revision, json) with { Replaces = new Revision(replaces) };
}
