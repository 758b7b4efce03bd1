using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Conformance.Migration;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>All that a side of a migration promises, on PostgreSQL. Each test has a database of its own.</summary>
public sealed class PostgresMigratableTests(PostgresFixture postgres) : MigratableStoreConformance
{
    private string _database = "";

    protected override async ValueTask<IRecordStore> CreateAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        return await PostgresDatabase.OpenStoreAsync(_database);
    }

    protected override async ValueTask<IRecordStore> ReopenAsync(IRecordStore store)
    {
        await ((PostgresRecordStore)store).DisposeAsync();
        return await PostgresDatabase.OpenStoreAsync(_database);
    }

    [Fact]
    public Task A_gentle_walk_reads_what_was_asked_for_and_little_more()
        => GentleWalks.MeetWhatChangesBehindTheFirstPieceAsync(Side, Cancel);
}
