using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Postgres;
using HybridOrleans.TestKit.Conformance.Logs;
using Xunit;

namespace HybridOrleans.Storage.Tests.Logs;

public sealed class PostgresLogTests(PostgresDatabase database) : LogConformance, IClassFixture<PostgresDatabase>
{
    protected override async ValueTask<IRecordStore> CreateAsync() => await database.OpenStoreAsync();

    protected override async ValueTask<IRecordStore> ReopenAsync(IRecordStore store)
    {
        await ((PostgresRecordStore)store).DisposeAsync();
        return await database.OpenStoreAsync();
    }
}
