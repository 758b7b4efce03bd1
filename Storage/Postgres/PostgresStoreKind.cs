using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Migration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Postgres;

/// <summary>Routes components to PostgreSQL.</summary>
internal sealed class PostgresStoreKind(
    IOptionsFactory<PostgresStoreOptions> options,
    OptionsCheck<PostgresStoreOptions> check,
    TimeProvider time,
    ILogger<PostgresRecordStore> logger) : IMigrationSideKind
{
    /// <inheritdoc/>
    public string Name => PostgresRecordStore.StoreName;

    /// <inheritdoc/>
    public Side Side => Side.Postgres;

    /// <inheritdoc/>
    public bool IsThere => check.Unchecked.ConnectionString.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<string> Mistakes() => check.Mistakes();

    /// <inheritdoc/>
    public async ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation)
    {
        // A host may start a server of its own after the silo, so that the options are made when they are needed.
        var present = options.Create(Options.DefaultName);
        var store = await PostgresRecordStore.OpenAsync(present, time, logger, cancellation);
        return new OpenedStore(store, store.Quarantine, Repair: null);
    }
}
