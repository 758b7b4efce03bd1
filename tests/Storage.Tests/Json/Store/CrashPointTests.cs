using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>A process is killed at a known moment of its third write.</summary>
public sealed class CrashPointTests : IDisposable
{
    private static readonly RecordKey Key = RecordKeys.User("bot", 1);
    private static readonly RecordKey Other = RecordKeys.User("bot", 2);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Staged", 0)]
    [InlineData("HalfAppended", 0)]
    [InlineData("Appended", 1)]
    [InlineData("Flushed", 1)]
    [InlineData("HalfApplied", 1)]
    [InlineData("Applied", 1)]
    [InlineData("Marked", 1)]
    public async Task What_reached_the_journal_is_there_after_a_kill_and_nothing_else(string point, int inFlight)
    {
        var acknowledged = await CountUntilKilledAsync($"{point}:3:kill");
        Assert.Equal(2, acknowledged);
        await AssertGoesOnAsync(acknowledged + inFlight);
    }

    [Theory]
    [InlineData("Locked:4:kill", 10)]
    [InlineData("Unlocked:4:kill", 10)]
    [InlineData("CheckpointFlushed:1:kill", 10)]
    [InlineData("HalfSwitched:2:kill", 300_000)]
    public async Task No_acknowledged_write_is_lost_after_a_kill_between_batches(string crashAt, int padding)
    {
        var acknowledged = await CountUntilKilledAsync(crashAt, padding);
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var stored = (await store.ReadAsync(Key, Epoch.Initial, Cancel))?.Revision.Value ?? 0;
        Assert.InRange(stored, acknowledged, acknowledged + 1);
    }

    [Theory]
    [InlineData("Flushed", 2)]
    [InlineData("HalfApplied", 3)]
    public async Task A_running_process_applies_what_a_killed_one_left_before_its_next_write(
        string point, int seenBefore)
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await CountUntilKilledAsync($"{point}:3:kill");
        Assert.Equal(seenBefore, (await store.ReadAsync(Key, Epoch.Initial, Cancel))!.Revision.Value);

        await store.MustWriteAsync(Other, 0, "1");
        Assert.Equal(3, (await store.ReadAsync(Key, Epoch.Initial, Cancel))!.Revision.Value);
    }

    [Fact]
    public async Task A_replay_that_is_killed_is_done_by_the_next_process()
    {
        await CountUntilKilledAsync("Flushed:3:kill");
        Assert.Equal(0, await CountUntilKilledAsync("ReplayFlushed:1:kill"));
        await AssertGoesOnAsync(3);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<int> CountUntilKilledAsync(string crashAt, int padding = 10)
    {
        await using var child = Children.Count(_folder.Root, padding: padding, crashAt: crashAt);
        await child.WaitForEndAsync();
        Assert.DoesNotContain("done", child.Lines);
        return child.Answers().Count(a => a.Outcome == "accepted");
    }

    private async Task AssertGoesOnAsync(long revision)
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        Assert.Equal(revision, (await store.ReadAsync(Key, Epoch.Initial, Cancel))!.Revision.Value);
        await store.MustWriteAsync(Key, revision, "{}");
        await store.AssertHoldsAsync(Key, revision + 1, "{}");
    }
}
