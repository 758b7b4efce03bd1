using System.Globalization;
using System.Text;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance;

/// <summary>What a store owes to a caller who asks again because the answer was lost.</summary>
public abstract class SettlingConformance : DeletingConformance
{
    [Fact]
    public async Task A_write_repeated_with_its_id_is_accepted_and_not_applied_twice()
    {
        await MustWriteAsync(Key("1"), 0, "41");
        var write = Change(Key("1"), new(1), "42");
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(write));
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(write));
        await ReopenAsync();
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(write));
        await AssertHoldsAsync(Key("1"), 2, "42", write.WriteId);
    }

    [Fact]
    public async Task A_first_write_repeated_with_its_id_is_accepted()
    {
        var write = Change(Key("1"), Revision.None, "1");
        Assert.Equal(WriteResult.AcceptedAs(new(1)), await WriteAsync(write));
        Assert.Equal(WriteResult.AcceptedAs(new(1)), await WriteAsync(write));
        await AssertHoldsAsync(Key("1"), 1, "1", write.WriteId);
    }

    [Fact]
    public async Task A_delete_repeated_with_its_id_is_accepted_and_not_applied_twice()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        var delete = Change(Key("1"), new(1), null);
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(delete));
        await ReopenAsync();
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(delete));
        await AssertHoldsAsync(Key("1"), 2, null, delete.WriteId);
    }

    [Fact]
    public async Task The_same_write_with_another_id_is_a_conflict()
    {
        await MustWriteAsync(Key("1"), 0, "41");
        var write = Change(Key("1"), new(1), "42");
        Assert.True((await WriteAsync(write)).Accepted);
        await MustConflictAsync(write with { WriteId = WriteId.New() }, 2);
        await AssertHoldsAsync(Key("1"), 2, "42", write.WriteId);
    }

    [Fact]
    public async Task A_repeated_write_that_was_overtaken_is_a_conflict_and_changes_nothing()
    {
        await MustWriteAsync(Key("1"), 0, "1");
        var write = Change(Key("1"), new(1), "2");
        Assert.True((await WriteAsync(write)).Accepted);
        var later = await MustWriteAsync(Key("1"), 2, "3");
        await MustConflictAsync(write, 3);
        await AssertHoldsAsync(Key("1"), 3, "3", later);
    }

    [Fact]
    public async Task A_write_sent_many_times_at_once_happens_once()
    {
        var write = Change(Key("1"), Revision.None, "1");
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => WriteAsync(write).AsTask()));
        Assert.All(results, result => Assert.Equal(WriteResult.AcceptedAs(new(1)), result));
        await AssertHoldsAsync(Key("1"), 1, "1", write.WriteId);
    }

    [Fact]
    public async Task Two_activations_that_make_the_same_increment_add_two_when_both_are_told_so()
    {
        await MustWriteAsync(Key("1"), 0, "41");
        var told = await Task.WhenAll(IncrementAsync(), IncrementAsync());
        var stored = await ReadAsync(Key("1"));
        Assert.InRange(Number(stored) - 41, told.Count(wasTold => wasTold), 2);
        Assert.Equal(Number(stored) - 40, stored!.Revision.Value);

        // True when told that the increment happened, false when told that nobody knows.
        async Task<bool> IncrementAsync()
        {
            while (true)
            {
                var stored = await ReadAsync(Key("1"));
                var write = Change(Key("1"), stored!.Revision, $"{Number(stored) + 1}");
                try
                {
                    if ((await WriteAsync(write)).Accepted)
                    {
                        return true;
                    }
                }
                catch (OutcomeUnknownException) when (MayNotKnow)
                {
                    return false;
                }
            }
        }
    }

    private static int Number(StoredRecord? stored)
        => int.Parse(Encoding.UTF8.GetString(stored!.Body!.Utf8.Span), CultureInfo.InvariantCulture);
}
