using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Model;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Random operations on PostgreSQL, compared with the reference.</summary>
public sealed class PostgresModelTests(PostgresFixture postgres) : RecordStoreModelTests
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
}
