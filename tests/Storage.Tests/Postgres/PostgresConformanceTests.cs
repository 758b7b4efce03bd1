using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Conformance;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>All that a record store promises, on PostgreSQL.</summary>
public sealed class PostgresConformanceTests(PostgresDatabase database)
    : RecordStoreConformance, IClassFixture<PostgresDatabase>
{
    protected override async ValueTask<IRecordStore> CreateAsync() => await database.OpenStoreAsync();

    protected override async ValueTask<IRecordStore> ReopenAsync(IRecordStore store)
    {
        await ((PostgresRecordStore)store).DisposeAsync();
        return await database.OpenStoreAsync();
    }
}
