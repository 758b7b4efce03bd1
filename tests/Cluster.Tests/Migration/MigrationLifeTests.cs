using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Silo;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Processes;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>A component moves as for an operator: real silo, files and server, and clients that never stop.</summary>
public sealed class MigrationLifeTests : MovingSiloTest
{
    private const ComponentName Users = ComponentName.Users;
    private static readonly TimeSpan Instant = TimeSpan.FromSeconds(1.5);
    private static readonly BotId Bot = new("han");

    private readonly SiloPorts _ports = SiloPorts.Free();

    [Fact]
    public async Task Users_move_under_live_load_and_back_during_an_outage_and_no_write_is_lost()
    {
        await using var silo = await StartAsync(_ports);
        await using var client = await silo.ConnectAsync();
        await using (var load = LiveLoad.Start(client, Bot))
        {
            await load.DoAsync(50, Cancel);
            await DidAsync(client, MigrationVerb.Enable);
            var live = await UntilAsync(client, "Live at 100 %", s => s is
                { Phase: MigrationPhase.Live, SharePercent: 100, Goal: null });
            Assert.Contains(" 0 divergent", live.LastVerification, StringComparison.Ordinal);
            Assert.Equal(
                "If PostgreSQL died now: 0 acknowledged writes lost, JSON answers.", live.Guarantee[1]);

            await Postgres.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
            await load.DoAsync(200, Cancel);
            await UntilAsync(client, "debt, and PostgreSQL is known to be silent", s => s is
                { HasDebt: true, PostgresAnswers: false });
            await Postgres.StartAsync(Cancel);
            await UntilAsync(client, "the debt is paid", s => s is { HasDebt: false, Progress: null });
            await load.DoAsync(50, Cancel);
            await VerifyAsync(client);
            await RehearseAsync(client);
            await load.DoAsync(50, Cancel);
            Assert.Empty(load.Failures);
            await load.DisposeAsync();
            await VerifyAsync(client);
            AssertSame(load, Truth.OfFiles(Data, Bot.Value));
            AssertSame(load, await Truth.OfRowsAsync(Postgres.ConnectionString, Bot.Value, Cancel));
        }

        await Postgres.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
        await using (var load = LiveLoad.Start(client, new BotId("eva")))
        {
            await load.DoAsync(50, Cancel);
            var began = TimeProvider.System.GetTimestamp();
            await DidAsync(client, MigrationVerb.Disable);
            Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, Instant);
            await load.DoAsync(50, Cancel);
            await load.DisposeAsync();
            Assert.Empty(load.Failures);
            Assert.Equal(MigrationPhase.Off, (await client.Migration.StatusAsync(Users, Cancel)).Phase);
            AssertSame(load, Truth.OfFiles(Data, "eva"));
        }
    }

    [Fact]
    public async Task A_migration_goes_on_after_its_controller_was_killed_and_ends_in_PostgreSQL_alone()
    {
        var silo = await StartAsync(_ports);
        var client = await silo.ConnectAsync();
        var load = LiveLoad.Start(client, Bot);
        await load.DoAsync(200, Cancel);
        await DidAsync(client, MigrationVerb.Enable);
        await load.DisposeAsync();
        Assert.Empty(load.Failures);
        await silo.KillAsync();
        await client.DisposeAsync();
        await silo.DisposeAsync();

        await using var again = await StartAsync(_ports);
        await using var second = await again.ConnectAsync();
        await UntilAsync(second, "Live at 100 % after the kill", s => s is
            { Phase: MigrationPhase.Live, SharePercent: 100, Goal: null });
        AssertSame(load, await Truth.OfRowsAsync(Postgres.ConnectionString, Bot.Value, Cancel));

        await using var more = LiveLoad.Start(second, Bot, load.Acknowledged);
        await more.DoAsync(20, Cancel);
        await AskAsync(second, MigrationVerb.RampDown, "RampDown", s => s.Phase == MigrationPhase.RampDown);
        await more.DoAsync(50, Cancel);
        await VerifyAsync(second);
        await AskAsync(second, MigrationVerb.Complete, "Complete", s => s.Phase == MigrationPhase.Complete);
        await more.DoAsync(50, Cancel);
        await more.DisposeAsync();
        Assert.Empty(more.Failures);
        AssertSame(more, await Truth.OfRowsAsync(Postgres.ConnectionString, Bot.Value, Cancel));
        var history = await second.Migration.HistoryAsync(Users, Cancel);
        Assert.Contains(history, h => h is { What: "complete", By: "ann" });
    }

    private static async Task RehearseAsync(HybridClient client)
    {
        await DidAsync(client, MigrationVerb.Rehearse);
        var end = await UntilAsync(client, "the rehearsal has ended", s => s.LastOutcome is not null);
        Assert.True(end.LastOutcome!.Done, end.LastOutcome.Message);
        Assert.Contains("acknowledged writes checked in both stores, 0 lost.", end.LastOutcome.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(" 0 connections ended", end.LastOutcome.Message, StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage(end.LastOutcome.Message);
        Assert.Equal((MigrationPhase.Live, 100), (end.Phase, end.SharePercent));
    }

    private static void AssertSame(LiveLoad load, SortedDictionary<long, (long Number, long Revision)> found)
    {
        Assert.NotEmpty(load.Acknowledged);
        Assert.Equal(load.Acknowledged.OrderBy(a => a.Key), found);
    }
}
