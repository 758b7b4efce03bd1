using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

public sealed class OpeningTests : IDisposable
{
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);

    private readonly TemporaryFolder _folder = new();

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

    public void Dispose() => _folder.Dispose();
}
