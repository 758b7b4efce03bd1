using HybridOrleans.Storage.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Json;

/// <summary>Routes components to JSON files.</summary>
internal sealed class JsonStoreKind(
    IOptions<JsonStoreOptions> options,
    OptionsCheck<JsonStoreOptions> check,
    TimeProvider time,
    ILogger<JsonRecordStore> logger) : IStoreKind
{
    /// <inheritdoc/>
    public string Name => JsonRecordStore.StoreName;

    /// <inheritdoc/>
    public IEnumerable<string> Mistakes() => check.Mistakes();

    /// <inheritdoc/>
    public async ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation)
    {
        var store = new JsonRecordStore(options.Value, time, logger);
        try
        {
            await store.OpenAsync(cancellation);
            return new OpenedStore(store, store.Quarantine, store);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
