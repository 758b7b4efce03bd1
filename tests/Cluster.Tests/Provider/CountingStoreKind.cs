using HybridOrleans.Storage;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Repair;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A kind of store that counts how often it is opened and closed, and may refuse either.</summary>
internal sealed class CountingStoreKind(string name) : IStoreKind
{
    public string Name => name;

    public int Opened { get; private set; }

    public int Closed { get; set; }

    public string? OpenError { get; init; }

    public string? CloseError { get; init; }

    public IReadOnlyList<string> Wrong { get; init; } = [];

    public IQuarantine Quarantine { get; } = new MemoryQuarantine();

    public IRecordRepair? Repair { get; init; }

    public IEnumerable<string> Mistakes() => Wrong;

    public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation)
    {
        Opened++;
        return OpenError is null
            ? new(new OpenedStore(new CountingStore(this), Quarantine, Repair))
            : throw new StoreUnavailableException(OpenError);
    }
}
