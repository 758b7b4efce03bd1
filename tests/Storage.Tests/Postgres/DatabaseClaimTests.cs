using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Postgres.Claims;
using HybridOrleans.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Who may work on a database at the same time. Each test has a database of its own.</summary>
public sealed class DatabaseClaimTests(PostgresFixture postgres) : PostgresStoreTest, IAsyncLifetime
{
    private const string Sessions =
        "from pg_stat_activity where application_name like 'hybrid-orleans claim %' and datname = current_database()";

    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await (await PostgresDatabase.OpenStoreAsync(_database)).DisposeAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_process_that_is_alone_leaves_room_for_nobody_until_it_ends()
    {
        await using (await TakeAsync(DatabaseSharing.Alone))
        {
            foreach (var sharing in Enum.GetValues<DatabaseSharing>())
            {
                var refusal = await Assert.ThrowsAsync<DatabaseClaimedException>(() => TakeAsync(sharing));
                Assert.Equal(new NpgsqlConnectionStringBuilder(_database).Database, refusal.Place.Split('/')[^1]);
            }
        }

        await using var next = await TakeAsync(DatabaseSharing.Alone);
    }

    [Fact]
    public async Task Members_of_a_cluster_share_a_database_and_leave_no_room_for_one_that_is_alone()
    {
        await using var first = await TakeAsync(DatabaseSharing.Cluster);
        await using var second = await TakeAsync(DatabaseSharing.Cluster);
        await Assert.ThrowsAsync<DatabaseClaimedException>(() => TakeAsync(DatabaseSharing.Alone));
    }

    [Fact]
    public async Task Schemas_of_one_database_are_claimed_each_for_itself()
    {
        await PostgresDatabase.AskAsync<object>(_database, "create schema other");
        var other = _database + ";Search Path=other";
        await (await PostgresDatabase.OpenStoreAsync(other)).DisposeAsync();
        await using var first = await TakeAsync(DatabaseSharing.Alone);
        await using var second = await TakeAsync(DatabaseSharing.Alone, other);
    }

    [Fact]
    public async Task A_claim_that_lost_its_connection_is_taken_again()
    {
        await using var claim = await TakeAsync(DatabaseSharing.Alone);
        var former = await PostgresDatabase.AskAsync<int>(_database, $"select pid {Sessions}");
        await PostgresDatabase.AskAsync<object>(_database, $"select pg_terminate_backend({former})");
        await UntilAsync(
            "another session that holds the claim",
            async () => await PostgresDatabase.AskAsync<long>(
                _database, $"select count(*) {Sessions} and pid <> {former} and state = 'idle in transaction'") == 1);
        await Assert.ThrowsAsync<DatabaseClaimedException>(() => TakeAsync(DatabaseSharing.Alone));
        Assert.False(claim.Lost.IsCompleted);
    }

    [Fact]
    public async Task A_claim_that_another_process_took_meanwhile_is_lost()
    {
        await using var claim = await TakeAsync(DatabaseSharing.Alone);
        await using var other = new NpgsqlConnection(_database + ";Pooling=false");
        await other.OpenAsync(Cancel);
        await using var take = new NpgsqlCommand(
            $"select pg_advisory_lock({AdvisoryLocks.ClaimClass}, 'fences'::regclass::oid::int)", other);
        var taking = take.ExecuteNonQueryAsync(Cancel);
        await UntilAsync("the other process in line", async () => await PostgresDatabase.AskAsync<long>(
            _database, "select count(*) from pg_locks where locktype = 'advisory' and not granted "
                + "and database = (select oid from pg_database where datname = current_database())") == 1);

        await PostgresDatabase.AskAsync<object>(_database, $"select pg_terminate_backend(pid) {Sessions}");

        await taking.WaitAsync(Patience, Cancel);
        await claim.Lost.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task A_claim_holds_back_no_vacuum()
    {
        await using var claim = await TakeAsync(DatabaseSharing.Alone);
        Assert.Equal(1, await PostgresDatabase.AskAsync<long>(
            _database, $"select count(*) {Sessions} and backend_xmin is null and backend_xid is null"));
    }

    private Task<DatabaseClaim> TakeAsync(DatabaseSharing sharing, string? connectionString = null)
        => DatabaseClaim.TakeAsync(
            new PostgresStoreOptions { ConnectionString = connectionString ?? _database }, sharing,
            TimeProvider.System, NullLogger<DatabaseClaim>.Instance, Cancel);
}
