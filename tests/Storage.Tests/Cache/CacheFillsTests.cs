using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Cache;

public sealed class CacheFillsTests
{
    [Theory]
    [InlineData(8, 1_000_000)]
    [InlineData(1_000, 8 * 100)]
    public async Task A_full_queue_takes_no_more_and_forgets_nothing_that_it_took(int entriesMax, long bytesMax)
    {
        var brought = 0;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fills = new CacheFills(entriesMax, bytesMax, async _ =>
        {
            await release.Task;
            Interlocked.Increment(ref brought);
        });
        var taken = 0;
        for (var number = 1; number <= 100; number++)
        {
            var entry = new CacheEntry(
                new Revision(number), WriteId.New(), RecordBody.Parse("1"u8), DateTimeOffset.UnixEpoch);
            taken += fills.TryAdd(new CacheFill(RecordKeys.User("bot", number), entry, false)) ? 1 : 0;
        }

        // As many as have room, and those that are on the way already.
        Assert.InRange(taken, 1, 16);
        release.SetResult();
        await fills.DisposeAsync();
        Assert.Equal((taken, 0), (brought, fills.Pending));
    }
}
