using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Who holds a lock, and what is said when nobody knows.</summary>
public sealed class LockHolderTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_search_for_the_holder_fails_the_callers_hear_at_once_and_writing_goes_on_later()
    {
        var options = JsonStores.Options(_folder.Root);
        (options.LockTimeout, options.OperationTimeout) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(5));
        var probe = new EveryProbe(
            ProbePoint.HolderSought, () => throw new LibcException("Reading the lock file", Errno.InputOutput));
        await using var store = await JsonStores.OpenAsync(options, new TestHooks(probe));
        using (var held = ComponentLock.Open(_folder.Root, ComponentFiles.LockOf(Component.Users)))
        {
            Assert.True(held.TryTake());
            var writing = store.WriteAsync(JsonStores.Change(Key, 0, "1"), Cancel).AsTask();
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => writing.WaitAsync(Limit, Cancel));
            Assert.Contains("an unknown process holds it", error.Message, StringComparison.Ordinal);
            Assert.IsType<LibcException>(error.InnerException);
            held.Release();
        }

        await store.MustWriteAsync(Key, 0, "1");
    }

    public void Dispose() => _folder.Dispose();
}
