using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance;

/// <summary>What a fence owes. These tests use two components that no other test writes to.</summary>
public abstract class FencingConformance : WalkingConformance
{
    private static readonly Component Fenced = Component.Analytics;
    private static readonly Component Free = Component.Conversations;

    [Fact]
    public async Task A_fence_refuses_lower_epochs_for_reads_and_writes_and_lets_others_pass()
    {
        var (key, low, high) = await PrepareAsync();
        Assert.Equal(high, await RaiseAsync(Fenced, high));

        await Assert.ThrowsAsync<StaleEpochException>(async () => await ReadAsync(key, low));
        await MustBeRefusedAsync(Change(key, new(1), "2", epoch: low));
        await MustBeRefusedAsync(Change(key, new(1), null, epoch: low));

        Assert.Equal(Body("1"), (await ReadAsync(key, high))!.Body);
        Assert.True((await WriteAsync(Change(key, new(1), "2", epoch: high))).Accepted);
        Assert.Equal(Body("2"), (await ReadAsync(key, new Epoch(high.Value + 1)))!.Body);
        Assert.True((await WriteAsync(Change(key, new(2), "3", epoch: new Epoch(high.Value + 1)))).Accepted);
    }

    [Theory]
    [InlineData("2")]
    [InlineData(null)]
    public async Task A_repeat_is_told_that_its_write_happened_before_the_fence_rose(string? json)
    {
        var (key, low, high) = await PrepareAsync();
        var write = Change(key, new(1), json, epoch: low);
        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(write));
        await RaiseAsync(Fenced, high);

        Assert.Equal(WriteResult.AcceptedAs(new(2)), await WriteAsync(write));
        await MustBeRefusedAsync(write with { WriteId = WriteId.New() });
        await MustBeRefusedAsync(write with { Expected = new(2) });
        Assert.Equal(new Revision(2), (await ReadAsync(key, high))!.Revision);

        Assert.True((await WriteAsync(Change(key, new(2), "3", epoch: high))).Accepted);
        await MustBeRefusedAsync(write);
    }

    [Fact]
    public async Task A_fence_never_falls()
    {
        var (key, low, high) = await PrepareAsync();
        await RaiseAsync(Fenced, high);
        Assert.Equal(high, await RaiseAsync(Fenced, low));
        Assert.Equal(high, await RaiseAsync(Fenced, high));
        await Assert.ThrowsAsync<StaleEpochException>(async () => await ReadAsync(key, low));
    }

    [Fact]
    public async Task A_higher_epoch_of_a_caller_does_not_move_the_fence()
    {
        var (key, low, high) = await PrepareAsync();
        await ReadAsync(key, high);
        Assert.True((await WriteAsync(Change(key, new(1), "2", epoch: high))).Accepted);
        Assert.Equal(Body("2"), (await ReadAsync(key, low))!.Body);
    }

    [Fact]
    public async Task A_fence_outlives_the_store()
    {
        var (key, low, high) = await PrepareAsync();
        await RaiseAsync(Fenced, high);
        await ReopenAsync();
        await Assert.ThrowsAsync<StaleEpochException>(async () => await ReadAsync(key, low));
        Assert.Equal(high, await RaiseAsync(Fenced, low));
    }

    [Fact]
    public async Task A_fence_stands_before_one_component_only()
    {
        var (_, _, high) = await PrepareAsync();
        var free = await RaiseAsync(Free, Epoch.Initial);
        var key = RecordKey.Create(Free, Bot, "1");
        await RaiseAsync(Fenced, new Epoch(Math.Max(high.Value, free.Value + 1)));
        Assert.True((await WriteAsync(Change(key, Revision.None, "1", epoch: free))).Accepted);
        Assert.NotNull(await ReadAsync(key, free));
    }

    [Fact]
    public async Task No_write_slips_past_a_fence_that_stands()
    {
        var (key, low, high) = await PrepareAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writers = Enumerable.Range(0, 8).Select(_ => Task.Run(WriteUntilRefusedAsync, Cancel)).ToArray();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        await RaiseAsync(Fenced, high);
        var sealedAt = (await ReadAsync(key, high))!.Revision;
        await Task.WhenAll(writers);
        Assert.Equal(sealedAt, (await ReadAsync(key, high))!.Revision);

        async Task<Revision> WriteOrLookAsync(Revision expected)
        {
            try
            {
                return (await WriteAsync(Change(key, expected, "2", epoch: low))).Revision;
            }
            catch (OutcomeUnknownException) when (MayNotKnow)
            {
                return (await ReadAsync(key, low))!.Revision;
            }
        }

        async Task WriteUntilRefusedAsync()
        {
            var expected = new Revision(1);
            try
            {
                while (true)
                {
                    expected = await WriteOrLookAsync(expected);
                    started.TrySetResult();
                }
            }
            catch (StaleEpochException)
            {
                started.TrySetResult();
            }
        }
    }

    /// <summary>A record at revision 1, the fence that stands, and the next epoch.</summary>
    private async Task<(RecordKey Key, Epoch Low, Epoch High)> PrepareAsync()
    {
        var low = await RaiseAsync(Fenced, Epoch.Initial);
        var key = RecordKey.Create(Fenced, Bot, "1");
        Assert.True((await WriteAsync(Change(key, Revision.None, "1", epoch: low))).Accepted);
        return (key, low, new Epoch(low.Value + 1));
    }

    private async Task MustBeRefusedAsync(RecordWrite write)
    {
        var error = await Assert.ThrowsAnyAsync<OrleansException>(async () => await WriteAsync(write));
        if (!MayNotKnow || error is not OutcomeUnknownException)
        {
            Assert.IsType<StaleEpochException>(error);
        }
    }

    private ValueTask<Epoch> RaiseAsync(Component component, Epoch lowest)
        => Store.RaiseFenceAsync(component, lowest, Cancel);
}
