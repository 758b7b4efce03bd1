using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Grains.Conversations;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Leases;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static HybridOrleans.Cluster.Tests.Conversations.Messages;

namespace HybridOrleans.Cluster.Tests.Conversations;

/// <summary>What no call through Orleans can time.</summary>
public sealed class ConversationMemoryTests
{
    private readonly InterceptedStore _store = new();
    private readonly SegmentedLog _log;
    private readonly ConversationMemory _memory;

    public ConversationMemoryTests()
    {
        _log = new SegmentedLog(_store, RecordKeys.Conversation("han", 42), LogShape.Conversations);
        _memory = new ConversationMemory(
            _log, new ViewLease([], TimeProvider.System), TimeProvider.System, NullLogger.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_gave_up_before_his_message_was_sent_does_not_find_it_stored()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _store.OnWrite = async write =>
        {
            entered.TrySetResult();
            await release.Task;
            return await write();
        };
        var first = AppendAsync(1, CancellationToken.None);
        await entered.Task.WaitAsync(Limit, Cancel);
        using var giveUp = new CancellationTokenSource();
        var second = AppendAsync(2, giveUp.Token);
        var third = AppendAsync(3, CancellationToken.None);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Limit, Cancel));
        release.SetResult();
        await Task.WhenAll(first, third).WaitAsync(Limit, Cancel);

        var reading = await _log.ReadAsync(1, 10, Cancel);
        Assert.Equal(["m1", "m3"], reading.Entries.Select(e => e.Entry.Id));
    }

    [Fact]
    public async Task An_append_and_a_delete_that_wait_for_each_other_both_happen_in_their_order()
    {
        for (var n = 1; n <= 20; n++)
        {
            await AppendAsync(n, Cancel);
        }

        var delete = _memory.DeleteAsync(Cancel).AsTask();
        var append = AppendAsync(21, Cancel);
        Assert.Equal(20, await delete.WaitAsync(Limit, Cancel));
        Assert.Equal(21, (await append.WaitAsync(Limit, Cancel)).Sequence);
        Assert.Equal(21, Assert.Single((await _log.ReadAsync(1, 10, Cancel)).Entries).Sequence);
        Assert.Null(_memory.Known);
    }

    [Fact]
    public async Task The_memory_holds_fifty_messages_however_many_are_appended()
    {
        await _memory.ReadAsync(log => log.ReadLastAsync(50, Cancel), reachesEnd: true);
        for (var n = 1; n <= 120; n++)
        {
            await AppendAsync(n, Cancel);
        }

        Assert.Equal(Numbers(71, 50), _memory.Known!.Last.Select(m => m.Text));
        Assert.Equal(new LogHead(1, 121), _memory.Known.Head);
    }

    [Fact]
    public async Task Of_many_messages_none_after_the_failed_one_is_stored()
    {
        var writes = 0;
        _store.OnWrite = async write => ++writes == 3 ? throw new StoreUnavailableException("down") : await write();
        var many = _memory.AppendAsync(Entries(1, 40), Cancel).AsTask();
        await Assert.ThrowsAsync<DataUnavailableException>(() => many.WaitAsync(Limit, Cancel));
        _store.OnWrite = write => write();
        await AppendAsync(42, Cancel);
        var stored = (await _log.ReadAsync(1, 100, Cancel)).Entries.Select(e => e.Entry.Id!).ToList();
        Assert.Equal([.. Entries(1, stored.Count - 1).Select(e => e.Id!), "m42"], stored);

        var receipts = await _memory.AppendAsync(Entries(1, 40), Cancel);
        Assert.Equal(stored.Count - 1, receipts.Count(r => !r.IsNew));
    }

    private static LogEntry[] Entries(int from, int count)
        => [.. Enumerable.Range(from, count).Select(n => MessageEntry.Make(Said(n), DateTimeOffset.UnixEpoch))];

    private async Task<LogReceipt> AppendAsync(int number, CancellationToken cancellation)
        => (await _memory.AppendAsync(Entries(number, 1), cancellation))[0];
}
