using HybridOrleans.Client;
using HybridOrleans.Client.Integration;
using HybridOrleans.Cluster.Tests.Migration;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Postgres.Embedded;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>The old bot's calls, by a bot of its own, on a silo whose database goes away.</summary>
[Collection<OneMovableSilo>]
public sealed class GirlsOutageTests(MovableSilo silo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <remarks>In the old bot a save during an outage was gone afterwards, and a way back gave an old value.</remarks>
    [Fact]
    public async Task They_go_on_through_an_outage_and_nothing_is_lost_on_the_way_back()
    {
        await silo.GoAsync(MigrationPhase.Live);
        var it = new BotIntegration(silo.Client, new BotId("girls"));
        await it.InitializeAsync(Cancel);
        await using var girls = await it.CreateDatabaseAdapterAsync(
            settings: new() { LogsEvents = false }, cancellation: Cancel);
        var id = silo.NewKey().TelegramId;
        await girls.EnsureGirlAsync(id, "Ева", Cancel);
        Assert.True((await it.HealthCheckAsync(Cancel)).DatabaseAnswers);
        await silo.Postgres.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
        await girls.UpdateLastActivityAsync(id, Cancel);
        await girls.SetPreviousResponseIdAsync(id, "resp_1", Cancel);
        var during = await it.HealthCheckAsync(Cancel);
        Assert.Equal(("degraded", false), (during.StatusText, during.DatabaseAnswers));
        Assert.Contains("PostgreSQL does not answer.", during.Reasons);
        Assert.Contains(ComponentName.Users, during.Debt);
        await silo.Postgres.StartAsync(Cancel);
        await UntilAsync(silo.Client, "debt is paid", s => s is { HasDebt: false, Progress: null });
        await silo.GoAsync(MigrationPhase.Off);
        var profile = GirlProfile.Read(id, (await it.GetUserProfileAsync(id, useCache: false, Cancel))!.Value);
        Assert.Equal(("Ева", 1L, "resp_1"), (profile.Name, profile.MessageCount, profile.PreviousResponseId));
    }
}
