using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>What is said and done while a store closes.</summary>
public sealed class ClosingTests : IDisposable
{
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

    public void Dispose() => _folder.Dispose();
}
