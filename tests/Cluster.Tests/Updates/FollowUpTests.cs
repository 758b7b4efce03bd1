using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;
using static HybridOrleans.Cluster.Tests.Updates.Turns;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>What is to be done later survives everything, and has its effect once.</summary>
public sealed class FollowUpTests(UpdateSilo silo) : IClassFixture<UpdateSilo>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_follow_up_outlives_the_silo_and_counts_once_though_two_instances_wait_and_one_fails()
    {
        var user = silo.NewId();
        var due = silo.Time.GetUtcNow().AddHours(1);
        await silo.First.Updates.HandleAsync(
            Update(5, user),
            (turn, _) =>
            {
                turn.FollowUps.Schedule("remind", due, new JsonText("""{"about":"чай"}"""));
                turn.FollowUps.Schedule("other", due.AddYears(20));
                return Task.CompletedTask;
            },
            Cancel);
        await silo.Silo.KillAsync();
        await using var next = await silo.StartAsync();
        await using var first = await next.ConnectAsync();
        await using var second = await next.ConnectAsync();

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var runs = 0;
        var done = new TaskCompletionSource();
        var work = new BotWork
        {
            OnFollowUp = async (turn, followUp, token) =>
            {
                Assert.Equal(("remind", """{"about":"чай"}"""), (followUp.Id, Text(followUp.Payload)));
                (await turn.UserAsync<Counter>(token)).Value.Count++;
                Assert.Equal("other", Assert.Single(await turn.FollowUps.ListAsync(token)).Id);
                if (Interlocked.Increment(ref runs) == 1)
                {
                    silo.Time.Advance(TimeSpan.FromMinutes(5));
                    throw new FormatException("The handler of the test fails.");
                }

                done.TrySetResult();
            },
        };
        Task[] working = [first.Updates.RunAsync(UpdateSilo.Bot, work, stop.Token),
            second.Updates.RunAsync(UpdateSilo.Bot, work, stop.Token)];
        Assert.Equal(0, Volatile.Read(ref runs));
        silo.Time.Advance(TimeSpan.FromHours(1));
        await done.Task.WaitAsync(Limit, Cancel);
        await stop.CancelAsync();
        await Task.WhenAll(working).WaitAsync(Limit, Cancel);
        Assert.Equal(1, (await first.CounterAsync(SessionOwner.User(user))).Count);
        Assert.Equal(2, runs);

        var grain = next.Grains.GetGrain<ISessionGrain>(
            new SessionKey(UpdateSilo.Bot, SessionOwner.User(user)).ToGrainKey());
        Assert.Equal("other", Assert.Single(await grain.FollowUpsAsync()).Id);
    }

    private static string Text(JsonText? json) => System.Text.Encoding.UTF8.GetString(json!.Value.Utf8.Span);
}
