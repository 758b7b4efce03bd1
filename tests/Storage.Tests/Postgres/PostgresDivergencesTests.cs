using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Tests.Migration.Documents;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

public sealed class PostgresDivergencesTests(PostgresFixture postgres) : DivergenceTableConformance, IAsyncDisposable
{
    private PostgresRecordStore? _store;

    public async ValueTask DisposeAsync() => await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);

    protected override async ValueTask<IDivergenceTable> OpenAsync()
    {
        _store = await PostgresDatabase.OpenStoreAsync(await postgres.CreateDatabaseAsync());
        return _store.Divergences;
    }
}
