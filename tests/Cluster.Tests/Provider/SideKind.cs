using HybridOrleans.Storage;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>One side of a migration in memory, which may not be there, or not answer.</summary>
internal sealed class SideKind(Side side) : IMigrationSideKind
{
    private readonly MemoryQuarantine _quarantine = new();
    private readonly MemoryDebtLedger _debt = new();

    public MemoryRecordStore Store { get; } = new();

    public string Name => side == Side.Json ? "json" : "postgres";

    public Side Side => side;

    public bool IsThere { get; set; } = true;

    public bool Answers { get; set; } = true;

    public int Opened { get; private set; }

    public IEnumerable<string> Mistakes() => [];

    public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellation)
    {
        Opened++;
        return Answers
            ? new(new OpenedStore(Store, _quarantine, Repair: null, side == Side.Json ? _debt : null))
            : throw new StoreUnavailableException("The test's server does not answer.");
    }
}
