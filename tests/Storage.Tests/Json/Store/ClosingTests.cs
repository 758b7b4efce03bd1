using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>What is said and done while a store closes.</summary>
public sealed class ClosingTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_that_comes_while_the_store_closes_is_told_so_and_not_that_too_much_waits()
    {
        var open = await OpenJsonStore.OpenAsync(
            _folder.Root,
            JsonStores.Options(_folder.Root),
            TimeProvider.System,
            NullLogger.Instance,
            new TestHooks(),
            Cancel);
        var component = open.Of(Component.Users);
        await open.DisposeAsync();

        // A caller that had its component before the store closed comes here.
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => component.WriteAsync(JsonStores.Change(Key, 0, "1"), Cancel));
        Assert.Contains("not open", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("waiting", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flush_that_hangs_does_not_keep_the_store_from_closing_and_a_replay_does_what_is_left(
        bool inCheckpoint)
    {
        // It hangs in a checkpoint, or in the flush that closing makes.
        var time = new FakeTimeProvider();
        using var gate = new ManualResetEventSlim();
        var probe = new CallbackProbe(ProbePoint.FileSystemFlushing, gate.Wait);
        var options = JsonStores.Options(_folder.Root);
        var log = new LogLines();
        var store = new JsonRecordStore(options, time, log, new TestHooks(probe));
        try
        {
            await store.OpenAsync(Cancel);
            await store.MustWriteAsync(Key, 0, "1");
            if (inCheckpoint)
            {
                time.Advance(options.CheckpointInterval);
                await probe.Reached.WaitAsync(Limit, Cancel);
            }

            var closing = store.DisposeAsync().AsTask();
            await probe.Reached.WaitAsync(Limit, Cancel);
            time.Advance(options.OperationTimeout + options.LockTimeout);
            await closing.WaitAsync(Limit, Cancel);
            Assert.Contains(log.Lines, line => line.Contains("not closed within 50 s", StringComparison.Ordinal));

            Directory.Delete($"{_folder.Root}/bot", recursive: true);
            await using var rebooted = await JsonStores.OpenAsync(
                JsonStores.Options(_folder.Root), new TestHooks(Boot: Guid.NewGuid()));
            await rebooted.AssertHoldsAsync(Key, 1, "1");
        }
        finally
        {
            gate.Set();
        }
    }

    public void Dispose() => _folder.Dispose();
}
