using HybridOrleans.Storage.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Postgres;

/// <summary>Routes components to PostgreSQL.</summary>
internal sealed class PostgresStoreKind(
    IOptions<PostgresStoreOptions> options,
    OptionsCheck<PostgresStoreOptions> check,
    TimeProvider time,
    ILogger<PostgresRecordStore> logger) : IStoreKind
{
    /// <inheritdoc/>
    public string Name => PostgresRecordStore.StoreName;

    /// <inheritdoc/>
    public IEnumerable<string> Mistakes() => check.Mistakes();

    /// <inheritdoc/>
    public async ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation)
    {
        var store = await PostgresRecordStore.OpenAsync(options.Value, time, logger, cancellation);
        return new OpenedStore(store, store.Quarantine, Repair: null);
    }
}
