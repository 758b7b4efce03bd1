using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Postgres.Embedded;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>What the system before this one got wrong, each tried as a bot and its operator would meet it.</summary>
[Collection<OneMovableSilo>]
public sealed class OldFaultsTests(MovableSilo silo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <remarks>They ended at 1.</remarks>
    [Theory]
    [InlineData(MigrationPhase.Off)]
    [InlineData(MigrationPhase.Live)]
    public async Task Fifty_activity_updates_at_once_end_at_fifty(MigrationPhase phase)
    {
        await silo.GoAsync(phase);
        var key = silo.NewKey("eva");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(
            _ => silo.Client.Users.UpdateActivityAsync(key, Cancel).AsTask()));
        var reading = await silo.Client.Users.GetAsync(key, Freshness.Fresh, Cancel);
        Assert.StartsWith("{\"message_count\":50,", reading.Text(), StringComparison.Ordinal);
        Assert.Equal(50, reading.Revision);
    }

    /// <remarks>It was gone.</remarks>
    [Fact]
    public async Task A_save_acknowledged_while_the_database_was_down_is_there_after_its_recovery()
    {
        await silo.GoAsync(MigrationPhase.Live);
        var key = silo.NewKey();
        await SaveAsync(key, 1);
        await silo.Postgres.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
        await SaveAsync(key, 2);
        await silo.Postgres.StartAsync(Cancel);
        await UntilAsync(silo.Client, "debt is paid", s => s is { HasDebt: false, Progress: null });
        Assert.Equal((2, 2), (await InPostgresAsync())[key.TelegramId]);
        Assert.Equal("""{"n":2}""", (await silo.Client.Users.GetAsync(key, Freshness.Fresh, Cancel)).Text());
    }

    /// <remarks>It returned 99.</remarks>
    [Fact]
    public async Task A_rollback_after_the_database_had_taken_over_returns_the_newest_value()
    {
        await silo.GoAsync(MigrationPhase.Off);
        var key = silo.NewKey();
        await SaveAsync(key, 99);
        await silo.GoAsync(MigrationPhase.Live);
        await AskAsync(
            silo.Client, MigrationVerb.RampDown, "RampDown", s => s.Phase == MigrationPhase.RampDown);
        await SaveAsync(key, 500);
        await silo.GoAsync(MigrationPhase.Off);
        Assert.Equal("""{"n":500}""", (await silo.Client.Users.GetAsync(key, Freshness.Fresh, Cancel)).Text());
        Assert.Equal((500, 2), InFiles()[key.TelegramId]);
    }

    /// <remarks>Nothing was copied.</remarks>
    [Fact]
    public async Task Enabling_copies_the_data_that_was_there_before()
    {
        await silo.GoAsync(MigrationPhase.Off);
        var keys = Enumerable.Range(0, 30).Select(_ => silo.NewKey()).ToArray();
        await Task.WhenAll(keys.Select(key => SaveAsync(key, key.TelegramId)));
        Assert.DoesNotContain(keys[0].TelegramId, (await InPostgresAsync()).Keys);
        await silo.GoAsync(MigrationPhase.Live);
        var copied = await InPostgresAsync();
        Assert.All(keys, key => Assert.Equal((key.TelegramId, 1), copied[key.TelegramId]));
    }

    private async Task SaveAsync(UserKey key, long number)
        => await silo.Client.Users.SaveAsync(key, Json($$"""{"n":{{number}}}"""), cancellation: Cancel);

    private SortedDictionary<long, (long Number, long Revision)> InFiles()
        => Truth.OfFiles(silo.Data, silo.Bot.Value);

    private Task<SortedDictionary<long, (long Number, long Revision)>> InPostgresAsync()
        => Truth.OfRowsAsync(silo.Postgres.ConnectionString, silo.Bot.Value, Cancel);
}
