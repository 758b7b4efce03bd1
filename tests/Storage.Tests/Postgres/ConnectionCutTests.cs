using HybridOrleans.Storage.Postgres;
using HybridOrleans.TestKit.Network;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>A rehearsed outage: whose sessions end, and what is left afterwards.</summary>
public sealed class ConnectionCutTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Sessions_of_every_store_end_again_and_again_and_those_of_others_do_not()
    {
        await using var first = await database.OpenStoreAsync();
        await using var second = await database.OpenStoreAsync();
        await using var other = new NpgsqlConnection(
            database.ConnectionString + ";Pooling=false;Application Name=psql");
        await other.OpenAsync(Cancel);
        await WriteAsync(second, Change(Key(1), 0, "1"));
        using var until = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var begun = new TaskCompletionSource();
        var cut = first.CutAsync(() => begun.TrySetResult(), until.Token);
        await begun.Task.WaitAsync(Patience, Cancel);
        await Assert.ThrowsAnyAsync<NpgsqlException>(SleepAsync);
        await Assert.ThrowsAnyAsync<NpgsqlException>(SleepAsync);

        await until.CancelAsync();
        Assert.InRange(await cut.WaitAsync(Patience, Cancel), 2, long.MaxValue);
        await using var alive = new NpgsqlCommand("select 1", other);
        Assert.Equal(1, await alive.ExecuteScalarAsync(Cancel));
        await UntilAsync("an answer after the cut", async () => !await FailsAsync(second));
        Assert.Equal(Body("1"), (await ReadAsync(second, Key(1)))!.Body);
    }

    [Theory]
    [InlineData(ProxyVerdict.Cut)]
    [InlineData(ProxyVerdict.Freeze)]
    public async Task A_server_that_does_not_answer_is_told(ProxyVerdict verdict)
    {
        await using var proxy = new TcpProxy(new NpgsqlConnectionStringBuilder(database.ConnectionString).Port);
        var text = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port };
        await using var store = await PostgresDatabase.OpenStoreAsync(text.ConnectionString);
        proxy.Rule = (_, _) => verdict;
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => store.CutAsync(() => { }, Cancel).WaitAsync(Patience, Cancel));
        Assert.Contains("were not all ended", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A session as a store has them, for much longer than there is between two looks of the cut.</summary>
    private async Task SleepAsync()
    {
        await using var session = new NpgsqlConnection(
            database.ConnectionString + ";Pooling=false;Application Name=hybrid-orleans");
        await session.OpenAsync(Cancel);
        await using var sleep = new NpgsqlCommand("select pg_sleep(20)", session);
        await sleep.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<bool> FailsAsync(PostgresRecordStore store)
    {
        try
        {
            await ReadAsync(store, Key(1));
            return false;
        }
        catch (StoreUnavailableException)
        {
            return true;
        }
    }
}
