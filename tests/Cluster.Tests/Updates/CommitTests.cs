using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using Xunit;
using static HybridOrleans.Cluster.Tests.Updates.Turns;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>What one update changes in several places is kept as a whole.</summary>
public sealed class CommitTests(UpdateSilo silo) : IClassFixture<UpdateSilo>, IDisposable
{
    /// <summary>Work index, the chat prepared, the user, the chat settled; and then none.</summary>
    private const int Writes = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => silo.Heal();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_that_dies_at_any_write_is_all_or_nothing_and_a_redelivery_completes_it(bool isWritten)
    {
        for (var step = 1; step <= Writes + 1; step++)
        {
            var (user, chat) = (silo.NewId(), -silo.NewId());
            var writes = DieAt(step, isWritten);
            var handled = await Record.ExceptionAsync(() => silo.First.Updates.HandleAsync(
                Update(5, user, chat), HandleAsync, Cancel));
            Assert.True(step <= Writes || writes() == Writes, $"{writes()} writes, not {Writes}.");
            await silo.ForgetAsync();
            silo.Heal();

            var before = await BothAsync(silo.Second, user, chat);
            Assert.Equal(before.User, before.Chat);
            Assert.Equal(handled is null ? 1 : before.User, before.User);

            await silo.Second.Updates.HandleAsync(Update(5, user, chat), HandleAsync, Cancel);
            Assert.Equal((1, 1), await BothAsync(silo.First, user, chat));
            var grain = silo.Grain(SessionOwner.User(user));
            Assert.Equal("later", Assert.Single(await grain.FollowUpsAsync()).Id);
            var sender = Guid.NewGuid();
            var call = await grain.NextSendAsync(sender, null, Limit);
            var report = new SendReport(call!.Id, SendOutcome.Done, TimeSpan.Zero);
            Assert.Null(await grain.NextSendAsync(sender, report, Limit));
        }

        static async Task HandleAsync(IUpdateTurn turn, CancellationToken cancellation)
        {
            await Turns.CountAsync(turn, cancellation);
            turn.FollowUps.Schedule("later", DateTimeOffset.UnixEpoch.AddYears(90));
            turn.Outbox.Send(turn.Update!.UserId!.Value, "sendMessage");
        }
    }

    [Fact]
    public async Task Users_who_change_one_chat_at_once_lose_nothing()
    {
        var chat = -silo.NewId();
        var users = Enumerable.Range(0, 8).Select(_ => silo.NewId()).ToList();
        await Task.WhenAll(users.Select((user, i) => (i % 2 == 0 ? silo.First : silo.Second).CountAsync(
            Update(100 + i, user, chat)))).WaitAsync(Limit, Cancel);
        var counter = await silo.First.CounterAsync(SessionOwner.Chat(chat));
        Assert.Equal(users.Count, counter.Count);
        Assert.Equal(Enumerable.Range(100, users.Count).Select(i => (long)i), counter.Seen.Order());
    }

    [Fact]
    public async Task Two_users_who_change_each_other_at_once_end_and_lose_nothing()
    {
        var (left, right) = (silo.NewId(), silo.NewId());
        await Task.WhenAll(
            Enumerable.Range(1, 6).SelectMany(id => new[]
            {
                SwapAsync(silo.First, id, left, right), SwapAsync(silo.Second, id, right, left),
            })).WaitAsync(Limit, Cancel);
        Assert.Equal(12, (await silo.First.CounterAsync(SessionOwner.User(left))).Count);
        Assert.Equal(12, (await silo.First.CounterAsync(SessionOwner.User(right))).Count);

        static Task SwapAsync(HybridClient client, long id, long user, long other) => client.Updates.HandleAsync(
            Update(id, user),
            async (turn, token) =>
            {
                (await turn.UserAsync<Counter>(token)).Value.Count++;
                (await turn.SessionAsync<Counter>(SessionOwner.User(other), token)).Value.Count++;
            },
            Cancel);
    }

    [Fact]
    public async Task A_reader_waits_for_a_commit_that_is_being_made_and_sees_it()
    {
        var (user, chat) = (silo.NewId(), -silo.NewId());
        var (entered, release) = HoldWrite(2);
        var commit = silo.First.CountAsync(Update(5, user, chat));
        await entered.Task.WaitAsync(Limit, Cancel);
        var reading = silo.Grain(SessionOwner.Chat(chat)).ReadAsync("counter").AsTask();
        Assert.Empty(await silo.Grain(SessionOwner.User(user)).FollowUpsAsync());
        Assert.False(reading.IsCompleted);
        release.SetResult();
        Assert.NotNull((await reading.WaitAsync(Limit, Cancel)).Data);
        await commit.WaitAsync(Limit, Cancel);
    }

    [Fact]
    public async Task A_commit_whose_preparation_another_cluster_has_dropped_is_made_again_as_a_whole()
    {
        var (user, chat) = (silo.NewId(), -silo.NewId());
        await using var other = await silo.StartAsync();
        await using var client = await other.ConnectAsync();
        var (entered, release) = HoldWrite(2);
        var late = silo.First.CountAsync(Update(5, user, chat));
        await entered.Task.WaitAsync(Limit, Cancel);
        Assert.Equal((0, 0), await BothAsync(client, user, chat));
        release.SetResult();
        Assert.Equal(UpdateOutcome.Handled, await late.WaitAsync(Limit, Cancel));
        Assert.Equal((1, 1), await BothAsync(silo.Second, user, chat));
    }

    [Fact]
    public async Task A_commit_of_a_cluster_that_was_cut_off_is_refused_once_another_one_has_looked()
    {
        var (user, chat) = (silo.NewId(), -silo.NewId());
        await using var other = await silo.StartAsync();
        await using var client = await other.ConnectAsync();
        var (entered, release) = HoldWrite(2);
        var late = silo.First.CountAsync(Update(5, user, chat));
        await entered.Task.WaitAsync(Limit, Cancel);
        Assert.Equal((0, 0), await BothAsync(client, user, chat));
        Assert.Equal(UpdateOutcome.Handled, await client.CountAsync(Update(5, user, chat)));
        release.SetResult();
        Assert.Equal(UpdateOutcome.AlreadyHandled, await late.WaitAsync(Limit, Cancel));
        Assert.Equal((1, 1), await BothAsync(client, user, chat));
    }

    private static async Task<(int User, int Chat)> BothAsync(HybridClient client, long user, long chat)
    {
        var (first, second) = (0, 0);
        await client.Updates.ActAsync(
            UpdateSilo.Bot,
            SessionOwner.User(1),
            async (turn, token) =>
            {
                second = (await turn.SessionAsync<Counter>(SessionOwner.Chat(chat), token)).Value.Count;
                first = (await turn.SessionAsync<Counter>(SessionOwner.User(user), token)).Value.Count;
            },
            Cancel);
        return (first, second);
    }

    /// <summary>Holds one write: the first prepares the chat, the second decides.</summary>
    private (TaskCompletionSource Entered, TaskCompletionSource Release) HoldWrite(int number)
    {
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writes = 0;
        silo.Store.OnWrite = async write =>
        {
            if (Interlocked.Increment(ref writes) == number)
            {
                entered.SetResult();
                await release.Task;
            }

            return await write();
        };
        return (entered, release);
    }

    /// <summary>Lets writes through up to one, which is refused or whose answer is lost, and none after it.</summary>
    /// <returns>Counts those that were let through.</returns>
    private Func<int> DieAt(int step, bool isWritten)
    {
        var begun = 0;
        var written = 0;
        silo.Store.OnWrite = async write =>
        {
            var number = Interlocked.Increment(ref begun);
            if (number > step || (number == step && !isWritten))
            {
                throw new StoreUnavailableException("The test's store is away.");
            }

            var result = await write();
            Interlocked.Increment(ref written);
            return number < step ? result : throw new Storage.OutcomeUnknownException("The test lost the answer.");
        };
        return () => Volatile.Read(ref written);
    }
}
