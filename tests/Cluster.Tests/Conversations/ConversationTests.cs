using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static HybridOrleans.Cluster.Tests.Conversations.Messages;

namespace HybridOrleans.Cluster.Tests.Conversations;

/// <summary>What a bot can do with a conversation when nothing fails.</summary>
public sealed class ConversationTests(ConversationSilo silo) : IClassFixture<ConversationSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IConversations Conversations => silo.Client.Conversations;

    [Fact]
    public async Task A_message_comes_back_as_it_was_appended()
    {
        var key = silo.NewKey();
        var time = new DateTimeOffset(2025, 3, 1, 20, 40, 0, TimeSpan.FromHours(2));
        const string Text = "Привет, \"Ева\" 🌻\n\t\\ \u0000 <b>&amp;";
        await Conversations.AppendAsync(
            key, new() { Direction = MessageDirection.Out, Text = Text, Id = "55/2", Timestamp = time }, Cancel);
        foreach (var freshness in new[] { Freshness.Cached, Freshness.Fresh, Freshness.Cached })
        {
            var message = Assert.Single((await Conversations.GetRecentAsync(key, 5, freshness, Cancel)).Messages);
            Assert.Equal(
                new ConversationMessage
                {
                    Sequence = 1, Direction = MessageDirection.Out, Text = Text, Timestamp = time, Id = "55/2",
                },
                message);
            Assert.Equal(TimeSpan.Zero, message.Timestamp.Offset);
        }
    }

    [Fact]
    public async Task A_message_without_a_time_gets_the_present_one()
    {
        var key = silo.NewKey();
        var before = TimeProvider.System.GetUtcNow().AddMilliseconds(-1);
        await Conversations.AppendAsync(key, Said("now"), Cancel);
        var message = Assert.Single((await Conversations.GetRecentAsync(key, cancellation: Cancel)).Messages);
        Assert.InRange(message.Timestamp, before, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task An_entry_is_kept_in_the_shape_of_the_old_bot()
    {
        var key = silo.NewKey();
        await Conversations.AppendAsync(
            key, Said("Ева 🌻 \"\\/\n", "7") with { Timestamp = DateTimeOffset.UnixEpoch }, Cancel);
        var segment = RecordKey.Create(Component.Conversations, "han", $"{key.ChatId}", "00000000");
        var stored = await silo.Store.ReadAsync(segment, Epoch.Initial, Cancel);
        Assert.Equal(
            """{"first":1,"ids":["7"],"entries":["""
            + """{"ts":"1970-01-01T00:00:00.000000Z","direction":"in","text":"Ева 🌻 \"\\/\n"}]}""",
            System.Text.Encoding.UTF8.GetString(stored!.Body!.Utf8.Span));
    }

    [Fact]
    public async Task Many_messages_at_once_keep_their_order_and_let_no_other_between_them()
    {
        var key = silo.NewKey();
        var many = Conversations.AppendManyAsync(key, [.. Enumerable.Range(1, 64).Select(Said)], Cancel).AsTask();
        var others = Enumerable.Range(100, 20).Select(n => Conversations.AppendAsync(key, Said(n), Cancel).AsTask());
        await Task.WhenAll(others.Append(Task.CompletedTask).Append(many));
        var receipts = await many;
        Assert.All(receipts, r => Assert.True(r.IsNew));
        Assert.Equal(Enumerable.Range((int)receipts[0].Sequence, 64), receipts.Select(r => (int)r.Sequence));
        var stored = await Conversations.GetRangeAsync(key, receipts[0].Sequence, 64, Cancel);
        Assert.Equal(Numbers(1, 64), stored.Texts());

        var again = await Conversations.AppendManyAsync(key, [Said(64), Said(65), Said(1)], Cancel);
        Assert.Equal([false, true, false], again.Select(r => r.IsNew));
        Assert.Equal(85, await Conversations.CountAsync(key, Freshness.Fresh, Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task No_and_too_many_messages_at_once_are_refused(int count)
    {
        var key = silo.NewKey();
        await Assert.ThrowsAsync<InvalidInputException>(
            () => Conversations.AppendManyAsync(key, [.. Enumerable.Range(1, count).Select(Said)], Cancel).AsTask());
        Assert.Equal(0, await Conversations.CountAsync(key, Freshness.Fresh, Cancel));
    }

    [Fact]
    public async Task One_bad_message_keeps_all_of_its_call_out()
    {
        var key = silo.NewKey();
        await Assert.ThrowsAsync<InvalidInputException>(
            () => Conversations.AppendManyAsync(key, [Said(1), Said("", "2")], Cancel).AsTask());
        Assert.Equal(0, await Conversations.CountAsync(key, Freshness.Fresh, Cancel));
    }

    [Fact]
    public async Task Fifty_concurrent_appends_give_fifty_in_the_order_of_their_numbers()
    {
        var key = silo.NewKey();
        var receipts = await Task.WhenAll(
            Enumerable.Range(1, 50).Select(n => Conversations.AppendAsync(key, Said(n), Cancel).AsTask()));
        Assert.Equal(Enumerable.Range(1, 50), receipts.Select(r => (int)r.Sequence).Order());
        Assert.All(receipts, r => Assert.True(r.IsNew));
        var reading = await Conversations.GetRecentAsync(key, 1_000, Freshness.Fresh, Cancel);
        Assert.Equal(50, reading.Count);
        Assert.Equal(
            receipts.Select((r, i) => (r.Sequence, Text: $"{i + 1}")).OrderBy(r => r.Sequence).Select(r => r.Text),
            reading.Texts());
        Assert.Equal(reading.Texts(), (await Conversations.GetRecentAsync(key, 50, cancellation: Cancel)).Texts());
    }

    [Fact]
    public async Task Appends_that_wait_for_each_other_share_a_write()
    {
        var key = silo.NewKey();
        await Conversations.AppendAsync(key, Said("first"), Cancel);
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var writes = 0;
        silo.Store.OnWrite = async write =>
        {
            writes++;
            entered.TrySetResult();
            await release.Task;
            return await write();
        };
        try
        {
            var appends = Enumerable.Range(1, 12)
                .Select(n => silo.Grain(key).AppendAsync(Said(n), CancellationToken.None).AsTask()).ToList();
            await entered.Task.WaitAsync(Limit, Cancel);
            // Calls from one place reach the activation in their order: this answer comes after all of them did.
            await silo.Grain(key).ReadRangeAsync(1, 1, 0).AsTask().WaitAsync(Limit, Cancel);
            release.SetResult();
            await Task.WhenAll(appends).WaitAsync(Limit, Cancel);
            Assert.Equal(2, writes);
        }
        finally
        {
            silo.Heal();
        }

        Assert.Equal(
            Numbers(1, 12).Prepend("first"), (await Conversations.GetRangeAsync(key, 1, cancellation: Cancel)).Texts());
    }

    [Fact]
    public async Task A_redelivered_message_adds_nothing_also_for_another_activation()
    {
        var key = silo.NewKey();
        for (var n = 1; n <= 20; n++)
        {
            await Conversations.AppendAsync(key, Said(n), Cancel);
        }

        foreach (var _ in new[] { 1, 2 })
        {
            var again = await Conversations.AppendAsync(key, Said("something else", "m3"), Cancel);
            Assert.Equal((3, false), (again.Sequence, again.IsNew));
            await silo.ForgetAsync(Cancel);
        }

        Assert.Equal(Numbers(1, 20), (await Conversations.GetRangeAsync(key, 1, cancellation: Cancel)).Texts());
    }

    [Fact]
    public async Task The_last_messages_come_from_memory_and_older_ones_from_the_store()
    {
        var key = silo.NewKey();
        for (var n = 1; n <= 70; n++)
        {
            await Conversations.AppendAsync(key, Said(n), Cancel);
        }

        Assert.Equal(Tier.Store, (await Conversations.GetRecentAsync(key, 50, cancellation: Cancel)).ServedBy);
        var receipt = await Conversations.AppendAsync(key, Said(71), Cancel);
        Assert.Equal([Tier.Memory, Tier.Store], receipt.HeldBy);
        silo.Store.OnRead = _ => throw new InvalidOperationException("The store was asked.");
        try
        {
            var reading = await Conversations.GetRecentAsync(key, 50, cancellation: Cancel);
            Assert.Equal(Numbers(22, 50), reading.Texts());
            Assert.Equal(Tier.Memory, reading.ServedBy);
            Assert.Equal(71, await Conversations.CountAsync(key, cancellation: Cancel));
            await Conversations.AppendAsync(key, Said(72), Cancel);
            Assert.Equal(["72"], (await Conversations.GetRecentAsync(key, 1, cancellation: Cancel)).Texts());
        }
        finally
        {
            silo.Heal();
        }

        var all = await Conversations.GetRecentAsync(key, 1_000, cancellation: Cancel);
        Assert.Equal(Numbers(1, 72), all.Texts());
        Assert.Equal(Tier.Store, all.ServedBy);
    }

    [Fact]
    public async Task A_range_goes_on_where_the_one_before_it_ended()
    {
        var key = silo.NewKey();
        await Task.WhenAll(
            Enumerable.Range(1, 40).Select(n => Conversations.AppendAsync(key, Said(n), Cancel).AsTask()));
        List<long> numbers = [];
        for (var from = 1L; ; from = numbers[^1] + 1)
        {
            var page = await Conversations.GetRangeAsync(key, from, 15, Cancel);
            numbers.AddRange(page.Messages.Select(m => m.Sequence));
            if (numbers[^1] + 1 == page.Next)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(1, 40), numbers.Select(n => (int)n));
    }

    [Fact]
    public async Task A_deleted_conversation_is_empty_and_its_numbers_go_on()
    {
        var key = silo.NewKey();
        for (var n = 1; n <= 20; n++)
        {
            await Conversations.AppendAsync(key, Said(n), Cancel);
        }

        Assert.Equal(20, await Conversations.DeleteAsync(key, Cancel));
        Assert.Equal(0, await Conversations.CountAsync(key, cancellation: Cancel));
        Assert.Empty((await Conversations.GetRecentAsync(key, 50, cancellation: Cancel)).Messages);
        Assert.Equal(0, await Conversations.DeleteAsync(key, Cancel));
        Assert.Equal(21, (await Conversations.AppendAsync(key, Said(1), Cancel)).Sequence);
        await silo.ForgetAsync(Cancel);
        var reading = await Conversations.GetRecentAsync(key, 50, cancellation: Cancel);
        Assert.Equal((21, 22, 1), (reading.First, reading.Next, reading.Count));
        Assert.Equal(["1"], reading.Texts());
    }

    [Fact]
    public async Task A_missing_conversation_is_empty_with_revision_0()
    {
        var reading = await Conversations.GetRecentAsync(silo.NewKey(), cancellation: Cancel);
        Assert.Empty(reading.Messages);
        Assert.Equal((0, 0, 1), (reading.Revision, reading.Count, reading.Next));
    }

    [Fact]
    public async Task Bots_chats_and_profiles_do_not_see_each_other()
    {
        var key = silo.NewKey();
        await Conversations.AppendAsync(key, Said("mine"), Cancel);
        await Conversations.AppendAsync(new ConversationKey(new BotId("eva"), key.ChatId), Said("other bot"), Cancel);
        await Conversations.AppendAsync(new ConversationKey(key.Bot, -key.ChatId), Said("group"), Cancel);
        Assert.Equal(["mine"], (await Conversations.GetRecentAsync(key, 50, Freshness.Fresh, Cancel)).Texts());
        Assert.Null((await silo.Client.Users.GetAsync(new UserKey(key.Bot, key.ChatId), cancellation: Cancel)).Body);
    }

    [Theory]
    [InlineData("", null, "its text is empty")]
    [InlineData("ok", "with space", "printable ASCII")]
    [InlineData("ok", "", "0 characters")]
    public async Task A_message_that_is_none_is_refused(string text, string? id, string why)
    {
        var key = silo.NewKey();
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            async () => await Conversations.AppendAsync(key, Said(text, id), Cancel));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Conversations.CountAsync(key, cancellation: Cancel));
    }

    [Fact]
    public async Task A_text_may_have_4096_characters_of_any_kind_and_no_more()
    {
        var key = silo.NewKey();
        foreach (var unit in new[] { "x", "я", "🌻", "\u0001" })
        {
            await Conversations.AppendAsync(key, Said(string.Concat(Enumerable.Repeat(unit, 4_096))), Cancel);
        }

        var error = await Assert.ThrowsAsync<InvalidInputException>(
            async () => await Conversations.AppendAsync(key, Said(new string('x', 4_097)), Cancel));
        Assert.Contains("4,097 characters", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidInputException>(async () => await Conversations.AppendAsync(
            key, Said("x") with { Direction = (MessageDirection)7 }, Cancel));
        error = await Assert.ThrowsAsync<InvalidInputException>(
            async () => await Conversations.AppendAsync(key, Said("a" + '\ud83d'), Cancel));
        Assert.Contains("half of a surrogate pair", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, await Conversations.CountAsync(key, Freshness.Fresh, Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task More_messages_at_once_than_a_thousand_are_refused(int count)
    {
        var key = silo.NewKey();
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await Conversations.GetRecentAsync(key, count, cancellation: Cancel));
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await silo.Grain(key).ReadRangeAsync(1, count, 0));
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await silo.Grain(key).ReadRecentAsync(count == 0 ? -1 : count, Freshness.Cached, 0));
    }

    [Fact]
    public async Task An_id_that_is_none_is_refused_by_client_and_silo()
    {
        Assert.Throws<InvalidInputException>(() => new ConversationKey(new BotId("han"), 0));
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await Conversations.CountAsync(default, cancellation: Cancel));
        await Assert.ThrowsAsync<InvalidInputException>(async () => await silo.Silo.Grains
            .GetGrain<IConversationGrain>(5, "Not A Bot").ReadRecentAsync(1, Freshness.Cached, 0));
    }

    [Fact]
    public void An_idle_conversation_leaves_memory_after_half_an_hour()
    {
        var options = silo.Silo.Services
            .GetRequiredService<Microsoft.Extensions.Options.IOptions<Orleans.Configuration.GrainCollectionOptions>>();
        var age = Assert.Single(
            options.Value.ClassSpecificCollectionAge,
            a => a.Key.Contains("ConversationGrain", StringComparison.Ordinal));
        Assert.Equal(TimeSpan.FromMinutes(30), age.Value);
    }
}
