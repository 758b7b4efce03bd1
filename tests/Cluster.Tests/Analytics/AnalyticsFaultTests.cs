using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Conversations;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using Xunit;
using static HybridOrleans.Cluster.Tests.Analytics.Events;
using OutcomeUnknownException = HybridOrleans.Grains.Interfaces.OutcomeUnknownException;

namespace HybridOrleans.Cluster.Tests.Analytics;

/// <summary>What callers see when the store fails under events.</summary>
public sealed class AnalyticsFaultTests(ConversationSilo silo) : IClassFixture<ConversationSilo>, IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IAnalytics Analytics => silo.Client.Analytics;

    public void Dispose() => silo.Heal();

    [Fact]
    public async Task An_event_is_acknowledged_only_when_it_is_stored()
    {
        var bot = NewBot();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        silo.Store.OnWrite = async write =>
        {
            entered.TrySetResult();
            await release.Task;
            return await write();
        };
        var logged = Analytics.LogEventAsync(bot, Happened("held"), Cancel).AsTask();
        await entered.Task.WaitAsync(Limit, Cancel);
        Assert.False(logged.IsCompleted);
        Assert.Empty(await Analytics.CountAsync(bot, All(), Cancel));
        release.SetResult();
        Assert.True((await logged.WaitAsync(Limit, Cancel)).IsNew);
    }

    [Fact]
    public async Task An_event_that_could_not_be_stored_is_told_and_is_not_there()
    {
        var bot = NewBot();
        silo.Store.OnWrite = _ => throw new StoreUnavailableException("The test's store is away.");
        var error = await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Analytics.LogEventAsync(bot, Happened("lost"), Cancel));
        Assert.Contains("The test's store is away.", error.Message, StringComparison.Ordinal);
        silo.Heal();
        Assert.Empty(await Analytics.CountAsync(bot, All(), Cancel));
        Assert.Equal(1, (await Analytics.LogEventAsync(bot, Happened("kept"), Cancel)).Sequence);
    }

    [Fact]
    public async Task A_client_repeats_a_batch_whose_answer_was_lost_and_each_event_is_there_once()
    {
        await using var patient = await silo.Silo.ConnectAsync();
        var bot = NewBot();
        var writes = 0;
        silo.Store.OnWrite = async write =>
        {
            var result = await write();
            return Interlocked.Increment(ref writes) % 2 == 1
                ? throw new Storage.OutcomeUnknownException("The test lost the answer.")
                : result;
        };
        await Task.WhenAll(Enumerable.Range(0, 300).Select(n => patient.Analytics.LogEventAsync(
            bot, Happened("once") with { UserId = 7 }, Cancel).AsTask()));
        silo.Heal();
        Assert.Equal(300, Assert.Single(await Analytics.CountAsync(bot, All(), Cancel)).Count);
    }

    [Fact]
    public async Task After_a_batch_of_which_a_part_is_stored_the_outcome_is_told_as_unknown()
    {
        var bot = NewBot();
        var writes = 0;
        silo.Store.OnWrite = write => Interlocked.Increment(ref writes) == 1
            ? write()
            : throw new StoreUnavailableException("The test's store is away.");
        EventEntry[] batch = [.. Enumerable.Range(0, 300).Select(
            n => new EventEntry($"id-{n}", Happened("part").ToBody(November)))];
        var grain = Grain(bot);
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await grain.AppendAsync(batch, Cancel));
        Assert.Contains("128 of 300 entries are stored", error.Message, StringComparison.Ordinal);
        silo.Heal();
        var receipts = await grain.AppendAsync(batch, Cancel);
        Assert.Equal(Enumerable.Range(1, 300), receipts.Select(r => (int)r.Sequence));
        Assert.Equal((128, 172), (receipts.Count(r => !r.IsNew), receipts.Count(r => r.IsNew)));
    }

    [Fact]
    public async Task A_grain_whose_queue_is_full_refuses_more_and_keeps_what_it_has_taken()
    {
        var bot = NewBot();
        var release = new TaskCompletionSource();
        silo.Store.OnWrite = async write =>
        {
            await release.Task;
            return await write();
        };
        var grain = Grain(bot);
        var batches = Enumerable.Range(0, 12).Select(b => grain.AppendAsync(
            [.. Enumerable.Range(0, 1_000).Select(
                n => new EventEntry($"id-{b}-{n}", Happened("much").ToBody(November)))],
            Cancel).AsTask()).ToList();
        var refused = new List<Task>();
        while (refused.Count < 4)
        {
            var ended = await Task.WhenAny(batches).WaitAsync(Limit, Cancel);
            batches.Remove((Task<IReadOnlyList<EventReceipt>>)ended);
            refused.Add(ended);
        }

        foreach (var task in refused)
        {
            var error = await Assert.ThrowsAsync<DataUnavailableException>(() => task);
            Assert.Contains("8,000 entries wait", error.Message, StringComparison.Ordinal);
        }

        release.SetResult();
        await Task.WhenAll(batches).WaitAsync(Limit, Cancel);
        Assert.Equal(8_000, Assert.Single(await Analytics.CountAsync(bot, All(), Cancel)).Count);
    }

    [Fact]
    public async Task A_bot_that_logs_faster_than_the_cluster_stores_waits_and_keeps_its_memory()
    {
        await using var client = await silo.Silo.ConnectAsync(o => o.PendingEventsMax = 10);
        var bot = NewBot();
        var release = new TaskCompletionSource();
        silo.Store.OnWrite = async write =>
        {
            await release.Task;
            return await write();
        };
        var logged = Enumerable.Range(0, 11).Select(n => client.Analytics.LogEventAsync(
            bot, Happened("one") with { UserId = 7 }, Cancel).AsTask()).ToArray();
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.Analytics.LogEventAsync(bot, Happened("twelfth"), impatient.Token));
        release.SetResult();
        await Task.WhenAll(logged).WaitAsync(Limit, Cancel);
        Assert.Equal(11, Assert.Single(await Analytics.CountAsync(bot, All(), Cancel)).Count);
    }

    private IAnalyticsGrain Grain(BotId bot) => silo.Silo.Grains.GetGrain<IAnalyticsGrain>(
        new EventPartition(bot, EventMonth.Of(November), 0).ToString());
}
