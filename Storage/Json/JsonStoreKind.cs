using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Migration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Json;

/// <summary>Routes components to JSON files.</summary>
internal sealed class JsonStoreKind(
    IOptions<JsonStoreOptions> options,
    OptionsCheck<JsonStoreOptions> check,
    TimeProvider time,
    ILogger<JsonRecordStore> logger) : IMigrationSideKind
{
    /// <inheritdoc/>
    public string Name => JsonRecordStore.StoreName;

    /// <inheritdoc/>
    public Side Side => Side.Json;

    /// <inheritdoc/>
    public bool IsThere => check.Unchecked.RootDirectory is { Length: > 0 } root
        && File.Exists(Path.Combine(root, JsonPaths.IdentityFile));

    /// <inheritdoc/>
    public IEnumerable<string> Mistakes() => check.Mistakes();

    /// <inheritdoc/>
    public async ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation)
    {
        var store = new JsonRecordStore(options.Value, time, logger);
        try
        {
            await store.OpenAsync(cancellation);
            var debt = new JsonDebtLedger(store);
            var session = await debt.OpenSessionAsync(cancellation);
            return new OpenedStore(store, store.Quarantine, store, debt, session);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
