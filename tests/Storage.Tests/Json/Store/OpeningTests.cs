using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

public sealed class OpeningTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replay_may_take_longer_than_a_call()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.MustWriteAsync(Key, 0, "1");
        Directory.Delete($"{_folder.Root}/bot", recursive: true);

        var time = new FakeTimeProvider();
        var options = JsonStores.Options(_folder.Root);
        var slow = new CallbackProbe(ProbePoint.ReplayFlushed, () => time.Advance(options.OperationTimeout * 10));
        await using var rebooted = await JsonStores.OpenAsync(options, new TestHooks(slow, Guid.NewGuid()), time);
        await rebooted.AssertHoldsAsync(Key, 1, "1");
    }

    [Fact]
    public async Task Opening_waits_longer_than_a_write_while_another_process_replays()
    {
        using var held = await HoldAsync();
        var time = new PolledTime();
        var options = JsonStores.Options(_folder.Root);
        var opening = JsonStores.OpenAsync(options, time: time).AsTask();
        time.Advance(options.LockTimeout + TimeSpan.FromSeconds(1));
        await Task.WhenAny(opening, time.PolledAsync(3)).WaitAsync(Limit, Cancel);
        Assert.False(opening.IsCompleted, $"Opening ended while the lock was held: {opening.Exception?.Message}");

        held.Dispose();
        await using var store = await opening.WaitAsync(Limit, Cancel);
        await store.AssertHoldsAsync(Key, 1, "1");
    }

    [Fact]
    public async Task Opening_names_a_holder_of_the_lock_that_does_not_go_on()
    {
        using var held = await HoldAsync();
        var time = new FakeTimeProvider();
        var opening = JsonStores.OpenAsync(JsonStores.Options(_folder.Root), time: time).AsTask();
        time.Advance(TimeSpan.FromSeconds(30));
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => opening.WaitAsync(Limit, Cancel));
        Assert.Contains(
            $"within 30 s: process {Environment.ProcessId} (", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A lock as another process holds it while it replays.</summary>
    private async Task<ComponentLock> HoldAsync()
    {
        await using (var store = await JsonStores.OpenAsync(_folder.Root))
        {
            await store.MustWriteAsync(Key, 0, "1");
        }

        var held = ComponentLock.Open(_folder.Root, ComponentFiles.LockOf(Component.Users));
        Assert.True(held.TryTake());
        return held;
    }
}
