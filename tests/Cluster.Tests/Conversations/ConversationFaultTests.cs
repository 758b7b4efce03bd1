using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Records;
using Xunit;
using static HybridOrleans.Cluster.Tests.Conversations.Messages;
using OutcomeUnknownException = HybridOrleans.Grains.Interfaces.OutcomeUnknownException;

namespace HybridOrleans.Cluster.Tests.Conversations;

/// <summary>What callers see, and what they never see, when the store fails under a conversation.</summary>
public sealed class ConversationFaultTests(ConversationSilo silo) : IClassFixture<ConversationSilo>, IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IConversations Conversations => silo.Client.Conversations;

    public void Dispose() => silo.Heal();

    [Fact]
    public async Task A_read_beside_an_append_shows_acknowledged_messages_only_and_at_once()
    {
        var key = await SaidAsync(2);
        var (entered, release) = HoldWrites();
        var append = Conversations.AppendAsync(key, Said(3), Cancel).AsTask();
        await entered.Task.WaitAsync(Limit, Cancel);
        Assert.Equal(["1", "2"], await RecentAsync(key).WaitAsync(Limit, Cancel));
        Assert.Equal(["1", "2"], (await Conversations.GetRecentAsync(key, 9, Freshness.Fresh, Cancel)).Texts());
        release.SetResult();
        await append.WaitAsync(Limit, Cancel);
        Assert.Equal(["1", "2", "3"], await RecentAsync(key));
    }

    [Fact]
    public async Task An_append_that_did_not_happen_leaves_the_conversation_as_it_was()
    {
        var key = await SaidAsync(2);
        silo.Store.OnWrite = _ => throw new StoreUnavailableException("The test's store is away.");
        var error = await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Conversations.AppendAsync(key, Said(3), Cancel));
        Assert.Contains("The test's store is away.", error.Message, StringComparison.Ordinal);
        var reading = await Conversations.GetRecentAsync(key, cancellation: Cancel);
        Assert.Equal((2, Tier.Memory), (reading.Count, reading.ServedBy));
        silo.Heal();
        Assert.Equal(3, (await Conversations.AppendAsync(key, Said(4), Cancel)).Sequence);
        Assert.Equal(["1", "2", "4"], await RecentAsync(key));
    }

    [Fact]
    public async Task After_a_lost_answer_the_caller_is_told_and_a_repeat_adds_nothing()
    {
        var key = await SaidAsync(2);
        silo.Store.OnWrite = async write =>
        {
            await write();
            throw new Storage.OutcomeUnknownException("The test lost the answer.");
        };
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await Conversations.AppendAsync(key, Said(3), Cancel));
        silo.Heal();
        var reading = await Conversations.GetRecentAsync(key, cancellation: Cancel);
        Assert.Equal((3, Tier.Store), (reading.Count, reading.ServedBy));
        var again = await Conversations.AppendAsync(key, Said(3), Cancel);
        Assert.Equal((3, false), (again.Sequence, again.IsNew));
        Assert.Equal(["1", "2", "3"], await RecentAsync(key));
    }

    [Fact]
    public async Task A_client_repeats_an_append_whose_answer_was_lost_and_it_is_there_once()
    {
        await using var patient = await silo.Silo.ConnectAsync();
        var key = await SaidAsync(2);
        var lost = 0;
        silo.Store.OnWrite = async write =>
        {
            var result = await write();
            return Interlocked.Increment(ref lost) <= 1
                ? throw new Storage.OutcomeUnknownException("The test lost the answer.")
                : result;
        };
        await patient.Conversations.AppendAsync(key, Said("no id of its own"), Cancel);
        silo.Heal();
        Assert.Equal(["1", "2", "no id of its own"], await RecentAsync(key));
    }

    [Fact]
    public async Task After_a_lost_answer_nothing_is_answered_from_memory_while_the_store_is_away()
    {
        var key = await SaidAsync(2);
        silo.Store.OnWrite = _ => throw new Storage.OutcomeUnknownException("The test lost the request.");
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await Conversations.AppendAsync(key, Said(3), Cancel));
        silo.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        await Assert.ThrowsAsync<DataUnavailableException>(async () => await RecentAsync(key));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Conversations.CountAsync(key, cancellation: Cancel));
        silo.Heal();
        Assert.Equal(["1", "2"], await RecentAsync(key));
    }

    [Fact]
    public async Task Messages_that_wait_behind_one_of_unknown_outcome_go_through()
    {
        var key = await SaidAsync(1);
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        WriteId? lostId = null;
        silo.Store.OnWrite = async write =>
        {
            if (silo.Store.LastWriteId != (lostId ??= silo.Store.LastWriteId))
            {
                return await write();
            }

            entered.TrySetResult();
            await release.Task;
            throw new Storage.OutcomeUnknownException("The test lost the request.");
        };
        var lost = silo.Grain(key).AppendAsync(Said(2), CancellationToken.None).AsTask();
        await entered.Task.WaitAsync(Limit, Cancel);
        var behind = silo.Grain(key).AppendAsync(Said(3), CancellationToken.None).AsTask();
        release.SetResult();
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => lost.WaitAsync(Limit, Cancel));
        Assert.Equal(2, (await behind.WaitAsync(Limit, Cancel)).Sequence);
        Assert.Equal(["1", "3"], await RecentAsync(key));
    }

    [Fact]
    public async Task What_another_cluster_appended_is_neither_lost_nor_overwritten()
    {
        var key = await SaidAsync(2);
        await OtherClusterAppendsAsync(key, "other");
        Assert.Equal(4, (await Conversations.AppendAsync(key, Said(4), Cancel)).Sequence);
        Assert.Equal(["1", "2", "other", "4"], await RecentAsync(key));
        await OtherClusterAppendsAsync(key, "again");
        Assert.Equal(
            ["1", "2", "other", "4", "again"],
            (await Conversations.GetRecentAsync(key, 9, Freshness.Fresh, Cancel)).Texts());
    }

    [Fact]
    public async Task An_activation_that_is_older_than_what_the_caller_has_seen_reads_again()
    {
        var key = await SaidAsync(2);
        await OtherClusterAppendsAsync(key, "other");
        Assert.Equal(2, (await silo.Grain(key).ReadRecentAsync(9, Freshness.Cached, 2)).Count);
        var reading = await silo.Grain(key).ReadRecentAsync(9, Freshness.Cached, 3);
        Assert.Equal((3, 3, Tier.Store), (reading.Count, reading.Revision, reading.ServedBy));
        await Assert.ThrowsAsync<DataDamagedException>(
            async () => await silo.Grain(key).ReadRecentAsync(9, Freshness.Cached, 99));
        await Assert.ThrowsAsync<DataDamagedException>(async () => await silo.Grain(key).ReadRangeAsync(1, 9, 99));
    }

    [Fact]
    public async Task A_read_that_began_before_an_append_never_takes_the_append_back()
    {
        var key = await SaidAsync(2);
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var reads = 0;
        silo.Store.OnRead = async read =>
        {
            var old = await read();
            if (Interlocked.Increment(ref reads) > 1)
            {
                // Behind the head document come the segments, which hold the messages.
                entered.TrySetResult();
                await release.Task;
            }

            return old;
        };
        var slow = silo.Grain(key).ReadRecentAsync(9, Freshness.Fresh, 0).AsTask();
        await entered.Task.WaitAsync(Limit, Cancel);
        silo.Heal();
        await silo.Grain(key).AppendAsync(Said(3), CancellationToken.None);
        release.SetResult();
        Assert.Equal(2, (await slow.WaitAsync(Limit, Cancel)).Count);
        Assert.Equal(3, (await silo.Grain(key).ReadRecentAsync(9, Freshness.Cached, 0)).Count);
    }

    [Fact]
    public async Task A_delete_that_died_after_it_began_is_finished_by_the_next_one()
    {
        var key = await SaidAsync(40);
        var writes = 0;
        silo.Store.OnWrite = write => Interlocked.Increment(ref writes) > 1
            ? throw new StoreUnavailableException("The test's store is away.")
            : write();
        await Assert.ThrowsAsync<OutcomeUnknownException>(async () => await Conversations.DeleteAsync(key, Cancel));
        silo.Heal();
        Assert.Equal(0, await Conversations.CountAsync(key, cancellation: Cancel));
        Assert.Equal(0, await Conversations.DeleteAsync(key, Cancel));
        await foreach (var header in silo.Store.WalkAsync(
            Component.Conversations, Log(key).Text + "/", RecordCursor.Start, Cancel))
        {
            var stored = await silo.Store.ReadAsync(header.Key, Epoch.Initial, Cancel);
            Assert.DoesNotContain(
                "text",
                stored!.Body is { } body ? System.Text.Encoding.UTF8.GetString(body.Utf8.Span) : "",
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cold_conversation_answers_as_soon_as_the_store_is_back()
    {
        var key = silo.NewKey();
        silo.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        await Assert.ThrowsAsync<DataUnavailableException>(async () => await RecentAsync(key));
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Conversations.AppendAsync(key, Said(1), Cancel));
        silo.Heal();
        // Orleans would make callers wait for five seconds if the activation had failed.
        Assert.Empty(await RecentAsync(key).WaitAsync(TimeSpan.FromSeconds(4), Cancel));
    }

    [Fact]
    public async Task A_failing_store_puts_no_chat_id_and_no_text_into_the_log()
    {
        var key = await SaidAsync(1);
        silo.Store.OnWrite = _ => throw new Storage.OutcomeUnknownException("The test lost the answer.");
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await Conversations.AppendAsync(key, Said("very private"), Cancel));
        silo.Store.OnRead = _ => throw new DamagedRecordException($"The file {key.ChatId}/00000000.json was edited.");
        await Assert.ThrowsAsync<DataDamagedException>(async () => await RecentAsync(key));
        Assert.Contains(silo.Silo.Log.Lines, l => l.Contains("DamagedRecordException", StringComparison.Ordinal));
        Assert.DoesNotContain(silo.Silo.Log.Lines, l => l.Contains($"{key.ChatId}", StringComparison.Ordinal));
        Assert.DoesNotContain(silo.Silo.Log.Lines, l => l.Contains("very private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_that_is_no_message_is_damage()
    {
        var key = silo.NewKey();
        var log = new SegmentedLog(silo.Store, Log(key), LogShape.Conversations);
        await log.AppendAsync([LogEntry.Create(RecordBody.Parse("""{"text":"no direction"}"""u8))], Cancel);
        await Assert.ThrowsAsync<DataDamagedException>(async () => await RecentAsync(key));
    }

    private static RecordKey Log(ConversationKey key) => RecordKeys.Conversation(key.Bot.Value, key.ChatId);

    private async Task<List<string>> RecentAsync(ConversationKey key)
        => [.. (await Conversations.GetRecentAsync(key, 9, cancellation: Cancel)).Texts()];

    /// <summary>A conversation with messages, of which the activation knows.</summary>
    private async Task<ConversationKey> SaidAsync(int count)
    {
        var key = silo.NewKey();
        for (var n = 1; n <= count; n++)
        {
            await silo.Grain(key).AppendAsync(Said(n), CancellationToken.None);
        }

        await Conversations.GetRecentAsync(key, cancellation: Cancel);
        return key;
    }

    private (TaskCompletionSource Entered, TaskCompletionSource Release) HoldWrites()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        silo.Store.OnWrite = async write =>
        {
            if (entered.TrySetResult())
            {
                await release.Task;
            }

            return await write();
        };
        return (entered, release);
    }

    private async Task OtherClusterAppendsAsync(ConversationKey key, string text)
    {
        var log = new SegmentedLog(silo.Store, Log(key), LogShape.Conversations);
        var entry = RecordBody.Parse(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"ts":"2025-01-01T00:00:00+00:00","direction":"in","text":"{{text}}"}"""));
        await log.AppendAsync([LogEntry.Create(entry)], Cancel);
    }
}
