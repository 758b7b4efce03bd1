using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Lets configuration route components to a store that a test made.</summary>
internal sealed class FixedStoreKind(IRecordStore store) : IStoreKind
{
    public string Name => store.Name;

    public IEnumerable<string> Mistakes() => [];

    public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation)
        => new(new OpenedStore(store, new MemoryQuarantine(), Repair: null));
}
