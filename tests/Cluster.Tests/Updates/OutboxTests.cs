using System.Collections.Concurrent;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;
using static HybridOrleans.Cluster.Tests.Updates.Turns;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>Sends go out after their update is durable, and a crash means what was chosen.</summary>
public sealed class OutboxTests(UpdateSilo silo) : IClassFixture<UpdateSilo>
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_taken_by_a_process_that_died_goes_again_only_if_it_may_be_sent_twice()
    {
        var owner = SessionOwner.User(silo.NewId());
        await SendAsync(owner, (1, Delivery.AtMostOnce), (2, Delivery.AtLeastOnce));
        var (died, next) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal("m1", (await NextAsync(owner, died))!.Method);
        Assert.Null(await NextAsync(owner, next));
        silo.Time.Advance(Lease);
        Assert.Equal("m2", (await NextAsync(owner, next))!.Method);
        await silo.ForgetAsync();
        var again = await NextAsync(owner, died);
        Assert.Equal("m2", again!.Method);
        Assert.Null(await NextAsync(owner, died, again, SendOutcome.Done));
        Assert.False((await silo.Grain(owner).LookAsync()).HasSends);
    }

    [Fact]
    public async Task A_send_of_unknown_outcome_goes_again_only_if_it_may_be_sent_twice()
    {
        var owner = SessionOwner.User(silo.NewId());
        await SendAsync(owner, (1, Delivery.AtMostOnce), (2, Delivery.AtLeastOnce));
        var sender = Guid.NewGuid();
        var once = await NextAsync(owner, sender);
        var twice = await NextAsync(owner, sender, once, SendOutcome.Unknown);
        Assert.Equal("m2", twice!.Method);
        Assert.Null(await NextAsync(owner, sender, twice, SendOutcome.Unknown));
        silo.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(twice.Id, (await NextAsync(owner, sender))!.Id);
    }

    [Fact]
    public async Task A_chat_that_must_wait_holds_up_what_comes_after_it_and_no_other_chat()
    {
        var owner = SessionOwner.User(silo.NewId());
        await SendAsync(
            owner, (1, Delivery.AtMostOnce), (1, Delivery.AtLeastOnce), (2, Delivery.AtLeastOnce));
        var sender = Guid.NewGuid();
        var first = await NextAsync(owner, sender);
        var other = await NextAsync(owner, sender, first, SendOutcome.Later);
        Assert.Equal(2, other!.ChatId);
        Assert.Null(await NextAsync(owner, sender, other, SendOutcome.Done));
        silo.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(first!.Id, (await NextAsync(owner, sender))!.Id);
    }

    [Fact]
    public async Task An_instance_sends_what_was_committed_in_order_and_what_another_one_left()
    {
        var user = silo.NewId();
        await SendAsync(SessionOwner.User(user), (user, Delivery.AtLeastOnce));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sent = new ConcurrentQueue<string>();
        var done = new TaskCompletionSource();
        var work = new BotWork
        {
            Send = (call, _) =>
            {
                if (sent.IsEmpty)
                {
                    sent.Enqueue("later");
                    return Task.FromResult(SendResult.Later(TimeSpan.FromMilliseconds(10)));
                }

                sent.Enqueue($"{call.Method}>{call.ChatId - user}");
                if (sent.Count == 5)
                {
                    done.SetResult();
                }

                return Task.FromResult(SendResult.Sent);
            },
        };
        var working = silo.Second.Updates.RunAsync(UpdateSilo.Bot, work, stop.Token);
        await SendAsync(
            SessionOwner.User(user), (user + 1, Delivery.AtLeastOnce), (user + 1, Delivery.AtMostOnce),
            (user + 2, Delivery.AtLeastOnce));
        await done.Task.WaitAsync(Limit, Cancel);
        await stop.CancelAsync();
        await working.WaitAsync(Limit, Cancel);
        Assert.Equal("later", sent.First());
        var toOne = sent.Where(s => s.EndsWith(">1", StringComparison.Ordinal)).ToList();
        Assert.Equal(toOne.Order(StringComparer.Ordinal), toOne);
        Assert.Equal(4, sent.Skip(1).Distinct().Count());
    }

    /// <summary>Commits sends; the methods count them.</summary>
    private Task SendAsync(SessionOwner owner, params (long Chat, Delivery Delivery)[] sends)
        => silo.First.Updates.ActAsync(
            UpdateSilo.Bot,
            owner,
            (turn, _) =>
            {
                for (var i = 0; i < sends.Length; i++)
                {
                    turn.Outbox.Send(sends[i].Chat, $"m{i + 1}", delivery: sends[i].Delivery);
                }

                return Task.CompletedTask;
            },
            Cancel);

    private ValueTask<OutgoingCall?> NextAsync(
        SessionOwner owner, Guid sender, OutgoingCall? previous = null, SendOutcome outcome = SendOutcome.Done)
        => silo.Grain(owner).NextSendAsync(
            sender, previous is null ? null : new SendReport(previous.Id, outcome, TimeSpan.FromSeconds(5)), Lease);
}
