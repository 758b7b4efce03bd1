using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Postgres.Embedded;
using Npgsql;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>The history lies in the root while PostgreSQL is away, and in Orleans' AdoNet storage beside it.</summary>
[Collection<OneMovableSilo>]
public sealed class HistoryKeepingTests(MovableSilo silo)
{
    private const ComponentName Users = ComponentName.Users;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_done_during_an_outage_is_told_then_and_kept_beyond_the_room_of_a_document()
    {
        await silo.GoAsync(MigrationPhase.Off);
        await silo.Postgres.StopAsync(EmbeddedPostgresStopMode.Immediate, Cancel);
        await LimitAsync(1, "the first during the outage");
        Assert.Contains(await HistoryAsync(), h => h.Why == "the first during the outage");

        await silo.Postgres.StartAsync(Cancel);
        await UntilKeptAsync("the first during the outage");
        for (var limit = 2; limit <= MigrationDocument.HistoryMax + 1; limit++)
        {
            await LimitAsync(limit, $"limit {limit}");
        }

        var history = await HistoryAsync();
        Assert.Single(history, h => h.Why == "the first during the outage");
        Assert.Single(history, h => h.Why == $"limit {MigrationDocument.HistoryMax + 1}");
        Assert.Equal(history.OrderByDescending(h => h.At), history);
    }

    private async Task LimitAsync(int recordsPerSecond, string why)
    {
        var request = new MigrationRequest
        {
            Verb = MigrationVerb.Throttle, By = "ann", Why = why, RecordsPerSecondMax = recordsPerSecond,
        };
        var answer = await silo.Client.Migration.DoAsync(Users, request, Cancel);
        Assert.True(answer.Done, answer.Message);
    }

    private async Task<IReadOnlyList<HistoryListing>> HistoryAsync()
        => await silo.Client.Migration.HistoryAsync(Users, Cancel);

    private async Task UntilKeptAsync(string why)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(40));
        await foreach (var _ in silo.Client.Migration.WatchAsync(Users, TimeSpan.FromMilliseconds(100), limit.Token))
        {
            if (await IsKeptAsync(why))
            {
                return;
            }
        }

        Assert.Fail($"Within 40 s '{why}' did not come into Orleans' storage.");
    }

    private async Task<bool> IsKeptAsync(string why)
    {
        await using var source = NpgsqlDataSource.Create(silo.Postgres.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(
            "select exists (select 1 from orleansstorage where graintypestring like '%history-users%' "
            + "and convert_from(payloadbinary, 'UTF8') like '%' || $1 || '%')");
        command.Parameters.AddWithValue(why);
        return (bool)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
