using HybridOrleans.Storage.Hosting;

namespace HybridOrleans.Storage.Memory;

/// <summary>Routes components to the memory store, for tests and trials.</summary>
internal sealed class MemoryStoreKind(MemoryRecordStore records) : IStoreKind
{
    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public IEnumerable<string> Mistakes() => [];

    /// <inheritdoc/>
    public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation)
        => new(new OpenedStore(records, new MemoryQuarantine(), Repair: null));
}
