using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Silo;
using HybridOrleans.Cluster.Tests.Updates;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Processes;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Erasing;

/// <summary>A user is erased on a real silo, and then every byte of its stores is searched for the name.</summary>
public sealed class ErasureLifeTests : MovingSiloTest
{
    private static readonly UserKey Key = new(new BotId("han"), 42);


    [Fact]
    public async Task An_erased_user_is_in_no_file_and_a_neighbour_is_as_it_was()
    {
        await using var silo = await StartAsync();
        await using var client = await silo.ConnectAsync();
        var neighbour = new UserKey(Key.Bot, 421);
        await client.Users.SaveAsync(neighbour, Json("""{"name":"Ева"}"""), cancellation: Cancel);
        await client.Analytics.LogEventAsync(Key.Bot, new() { Type = "seen", UserId = 421 }, Cancel);
        await Canary.LeaveAsync(client, Key, Cancel);
        Assert.True(Canary.FilesIn(Data).Count > 5, "The canary should be in many files before.");
        Assert.Equal(ErasureState.None, (await client.GetErasureAsync(Key, Cancel)).State);

        await client.DeleteUserAsync(Key, Cancel);
        await Erasures.UntilCompleteAsync(client, Key);

        Assert.Empty(Canary.FilesIn(Data));
        Assert.Null((await client.Users.GetAsync(Key, Freshness.Fresh, Cancel)).Body);
        await client.Updates.ActAsync(
            Key.Bot,
            SessionOwner.User(Key.TelegramId),
            async (turn, token) =>
            {
                Assert.True((await turn.UserAsync<OldCart>(token)).IsNew);
                Assert.Empty(await turn.FollowUps.ListAsync(token));
            },
            Cancel);
        var chat = new ConversationKey(Key.Bot, Key.TelegramId);
        Assert.Equal(0, await client.Conversations.CountAsync(chat, Freshness.Fresh, Cancel));
        Assert.Equal("""{"name":"Ева"}""", await client.Users.TextAsync(neighbour, Cancel));
        var counted = await client.Analytics.CountAsync(
            Key.Bot,
            new() { From = DateTimeOffset.UnixEpoch.AddYears(56), Until = DateTimeOffset.UnixEpoch.AddYears(65) },
            Cancel);
        Assert.Equal(1, Assert.Single(counted).Count);

        await client.Users.SaveAsync(Key, Json("""{"name":"new"}"""), cancellation: Cancel);
        await silo.StopAsync(Cancel);
        await using var next = await StartAsync();
        await using var again = await next.ConnectAsync();
        Assert.Equal("""{"name":"new"}""", await again.Users.TextAsync(Key, Cancel));
    }

    [Fact]
    public async Task An_erasure_waits_for_a_database_that_is_down_and_ends_when_it_is_back_after_a_restart()
    {
        var silo = await StartAsync();
        await using (silo)
        await using (var client = await silo.ConnectAsync())
        {
            await GoLiveAsync(client, ComponentName.Users);
            await GoLiveAsync(client, ComponentName.Conversations);
            await Canary.LeaveAsync(client, Key, Cancel);
            Assert.NotEmpty(await Canary.TablesOfAsync(Postgres.ConnectionString, Cancel));
            await Postgres.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);

            await client.DeleteUserAsync(Key, Cancel);
            var open = await Erasures.WatchAsync(
                client, Key, r => r.Open.Any(s => s.Step == "postgres") && r.Done.Contains("json"));

            Assert.Equal(ErasureState.Open, open.State);
            Assert.Null((await client.Users.GetAsync(Key, Freshness.Fresh, Cancel)).Body);
            Assert.Empty(Canary.FilesIn(Data));
        }

        await using var next = await StartAsync();
        await using var again = await next.ConnectAsync();
        Assert.Equal(ErasureState.Open, (await again.GetErasureAsync(Key, Cancel)).State);
        await Postgres.StartAsync(Cancel);

        await Erasures.UntilCompleteAsync(again, Key);

        Assert.Empty(await Canary.TablesOfAsync(Postgres.ConnectionString, Cancel));
        Assert.Empty(Canary.FilesIn(Data));
    }

    [Fact]
    public async Task What_the_way_back_to_Off_has_left_in_the_database_is_erased_too()
    {
        await using var silo = await StartAsync();
        await using var client = await silo.ConnectAsync();
        await GoLiveAsync(client, ComponentName.Users);
        await Canary.LeaveAsync(client, Key, Cancel);
        await DidAsync(client, MigrationVerb.Disable);
        await UntilAsync(client, "Off", s => s is { Phase: MigrationPhase.Off, Goal: null });
        Assert.NotEmpty(await Canary.TablesOfAsync(Postgres.ConnectionString, Cancel));

        await client.DeleteUserAsync(Key, Cancel);
        await Erasures.UntilCompleteAsync(client, Key);

        Assert.Empty(await Canary.TablesOfAsync(Postgres.ConnectionString, Cancel));
        Assert.Empty(Canary.FilesIn(Data));
    }

    [Fact]
    public async Task While_both_stores_are_written_nothing_is_left_in_either_whichever_is_the_root()
    {
        await using var silo = await StartAsync();
        await using var client = await silo.ConnectAsync();
        await UntilAsync(client, "PostgreSQL answers", s => s.PostgresAnswers == true);
        await DidAsync(client, MigrationVerb.Start);
        await UntilAsync(
            client,
            "DualWrite",
            s => s is { Phase: MigrationPhase.DualWrite, Progress: null }
                && s.Silos.Count > 0 && s.Silos.All(v => v.Phase == MigrationPhase.DualWrite));
        await EraseAsync(client, Key);

        await GoLiveAsync(client, ComponentName.Users);
        await AskAsync(client, MigrationVerb.RampDown, "RampDown", s => s.Phase == MigrationPhase.RampDown);
        await EraseAsync(client, new UserKey(Key.Bot, 43));
    }

    [Fact]
    public async Task What_Complete_has_left_in_the_files_is_erased_too()
    {
        await using var silo = await StartAsync();
        await using var client = await silo.ConnectAsync();
        await Canary.LeaveAsync(client, Key, Cancel);
        await GoLiveAsync(client, ComponentName.Users);
        await AskAsync(client, MigrationVerb.RampDown, "RampDown", s => s.Phase == MigrationPhase.RampDown);
        await VerifyAsync(client);
        await AskAsync(client, MigrationVerb.Complete, "Complete", s => s.Phase == MigrationPhase.Complete);

        await client.DeleteUserAsync(Key, Cancel);
        await Erasures.UntilCompleteAsync(client, Key);

        Assert.Empty(await Canary.TablesOfAsync(Postgres.ConnectionString, Cancel));
        Assert.Empty(Canary.FilesIn(Data));
    }

    /// <summary>Leaves the name of a user in both stores, erases the user and looks for it.</summary>
    private async Task EraseAsync(HybridClient client, UserKey user)
    {
        await Canary.LeaveAsync(client, user, Cancel);
        Assert.NotEmpty(Canary.FilesIn(Data));
        Assert.NotEmpty(await Canary.TablesOfAsync(Postgres.ConnectionString, Cancel));
        await client.DeleteUserAsync(user, Cancel);
        await Erasures.UntilCompleteAsync(client, user);
        Assert.Empty(await Canary.TablesOfAsync(Postgres.ConnectionString, Cancel));
        Assert.Empty(Canary.FilesIn(Data));
    }

    private static async Task GoLiveAsync(HybridClient client, ComponentName component)
    {
        await DidAsync(client, MigrationVerb.Enable, component);
        await UntilAsync(
            client,
            "Live at 100 %",
            s => s is { Phase: MigrationPhase.Live, SharePercent: 100, Goal: null }
                && s.Silos.Count > 0 && s.Silos.All(v => v.Phase == MigrationPhase.Live),
            component);
    }
}
