using HybridOrleans.Storage;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Migration;

/// <summary>What a fence owes to copies and to looks at one key.</summary>
public abstract class CopyFencingConformance : ReplacingConformance
{
    private RecordKey FencedKey => RecordKey.Create(Fenced, Bot, "1");

    [Fact]
    public async Task The_fence_that_stands_can_be_read()
    {
        var stands = await RaiseAsync(0);
        Assert.Equal(stands, await Side.ReadFenceAsync(Fenced, Cancel));
        var raised = await RaiseAsync(stands.Value + 3);
        Assert.Equal(new Epoch(stands.Value + 3), raised);
        Assert.Equal(raised, await Side.ReadFenceAsync(Fenced, Cancel));
        await ReopenAsync();
        Assert.Equal(raised, await Side.ReadFenceAsync(Fenced, Cancel));
    }

    [Fact]
    public async Task A_copy_below_the_fence_is_refused_and_one_at_it_is_not()
    {
        var low = (await RaiseAsync(0)).Value;
        await MustPutAsync(Copy(FencedKey, 1, "1", epoch: low), CopyOutcome.Stored, 1);
        await RaiseAsync(low + 1);
        await MustBeFencedAsync(Copy(FencedKey, 2, "2", epoch: low));
        await MustBeFencedAsync(Copy(FencedKey, 1, "1", epoch: low));
        await MustBeFencedAsync(Copy(FencedKey, 2, "2", epoch: low) with { Replaces = new Revision(1) });
        Assert.Equal(new Revision(1), (await ReadAsync(FencedKey, new Epoch(low + 1)))!.Revision);
        await MustPutAsync(Copy(FencedKey, 2, "2", epoch: low + 1), CopyOutcome.Stored, 2);
        await MustPutAsync(Copy(FencedKey, 3, "3", epoch: low + 2), CopyOutcome.Stored, 3);
        Assert.Equal(new Epoch(low + 1), await Side.ReadFenceAsync(Fenced, Cancel));
    }

    [Fact]
    public async Task A_fenced_copy_does_not_hold_up_its_neighbours()
    {
        var low = (await RaiseAsync(0)).Value;
        await RaiseAsync(low + 1);
        var other = RecordKey.Create(Fenced, Bot, "2");
        var answers = await PutAsync(Copy(FencedKey, 1, "1", epoch: low), Copy(other, 1, "1", epoch: low + 1));
        Assert.Equal([CopyOutcome.Fenced, CopyOutcome.Stored], answers.Select(answer => answer.Outcome));
        Assert.Null(await ReadAsync(FencedKey, new Epoch(low + 1)));
        Assert.NotNull(await ReadAsync(other, new Epoch(low + 1)));
    }

    [Fact]
    public async Task A_look_at_one_key_is_fenced_as_a_read_is()
    {
        var low = await RaiseAsync(0);
        await MustPutAsync(Copy(FencedKey, 1, "1", epoch: low.Value), CopyOutcome.Stored, 1);
        var high = await RaiseAsync(low.Value + 1);
        await Assert.ThrowsAsync<StaleEpochException>(async () => await DigestAsync(FencedKey, low));
        Assert.Equal(new Revision(1), (await DigestAsync(FencedKey, high))!.Revision);
    }

    [Fact]
    public async Task No_copy_slips_past_a_fence_that_stands()
    {
        var low = (await RaiseAsync(0)).Value;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var copiers = Enumerable.Range(0, 8).Select(i => Task.Run(() => CopyUntilFencedAsync(i), Cancel)).ToArray();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        var high = await RaiseAsync(low + 1);
        var sealedAt = await WalkDigestsAsync(Fenced);
        await Task.WhenAll(copiers);
        Assert.Equal(
            sealedAt.Select(digest => digest.Revision),
            (await WalkDigestsAsync(Fenced)).Select(digest => digest.Revision));
        Assert.NotNull(await DigestAsync(RecordKey.Create(Fenced, Bot, "0"), high));

        async Task CopyUntilFencedAsync(int copier)
        {
            var key = RecordKey.Create(Fenced, Bot, $"{copier}");
            var result = default(CopyResult);
            for (var revision = 1; result.Outcome != CopyOutcome.Fenced; revision++)
            {
                result = Assert.Single(await PutAsync(Copy(key, revision, $"{revision}", epoch: low)));
                if (copier == 0)
                {
                    started.TrySetResult();
                }
            }
        }
    }

    private ValueTask<Epoch> RaiseAsync(long lowest) => Side.RaiseFenceAsync(Fenced, new Epoch(lowest), Cancel);

    private async Task MustBeFencedAsync(RecordCopy copy)
        => Assert.Equal(CopyOutcome.Fenced, Assert.Single(await PutAsync(copy)).Outcome);
}
