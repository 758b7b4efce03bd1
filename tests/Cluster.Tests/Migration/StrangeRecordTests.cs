using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Npgsql;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>From the router of a running silo by way of its reports to the controller.</summary>
[Collection<OneMovableSilo>]
public sealed class StrangeRecordTests(MovableSilo silo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_that_somebody_changed_in_PostgreSQL_is_never_served_and_takes_the_ramp_back()
    {
        await silo.GoAsync(MigrationPhase.Live);
        var key = silo.NewKey();
        await SaveAsync(key, 1);
        await EditAsync(key, """{"n":666}""");
        try
        {
            var reading = await silo.Client.Users.GetAsync(key, Freshness.Fresh, Cancel);
            Assert.Equal("""{"n":1}""", reading.Text());
            await UntilAsync(silo.Client, "back in Shadow", s => s.Phase == MigrationPhase.Shadow);
            var history = await silo.Client.Migration.HistoryAsync(ComponentName.Users, Cancel);
            var rollback = history.First(h => h.What == "rollback");
            Assert.Equal("controller", rollback.By);
            Assert.EndsWith(" reads found another record than the root's, 0 allowed", rollback.Why,
                StringComparison.Ordinal);
        }
        finally
        {
            // The next write is newer than what was changed, and takes its place.
            await SaveAsync(key, 2);
        }

        var rows = await Truth.OfRowsAsync(silo.Postgres.ConnectionString, silo.Bot.Value, Cancel);
        Assert.Equal((2, 2), rows[key.TelegramId]);
    }

    private async Task SaveAsync(UserKey key, int number)
        => await silo.Client.Users.SaveAsync(key, Json($$"""{"n":{{number}}}"""), cancellation: Cancel);

    private async Task EditAsync(UserKey key, string body)
    {
        await using var source = NpgsqlDataSource.Create(silo.Postgres.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand("update records set body = $1::json where key = $2");
        command.Parameters.AddWithValue(body);
        command.Parameters.AddWithValue(RecordKeys.User(key.Bot.Value, key.TelegramId).Text);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancel));
    }
}
