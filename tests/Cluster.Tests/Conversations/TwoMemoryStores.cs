using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.TestKit.Migration;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridOrleans.Cluster.Tests.Conversations;

/// <summary>Both sides of a migration in memory, and the router between them.</summary>
internal sealed class TwoMemoryStores : IMigrationSides
{
    private readonly MemoryRecordStore _json = new("json");
    private readonly MemoryRecordStore _postgres = new("postgres");
    private readonly MemoryDebtLedger _debt = new();

    public TwoMemoryStores()
    {
        Mover = new PhaseMover(_json, _postgres, TimeProvider.System);
        Router = new StranglerStore(
            this,
            new MigrationViews(this, TimeProvider.System, NullLogger<MigrationViews>.Instance),
            TimeProvider.System,
            NullLogger<StranglerStore>.Instance);
    }

    public PhaseMover Mover { get; }

    public StranglerStore Router { get; }

    public IRecordStore? FixedStoreOf(Component component) => null;

    public MigrationSides SidesOf(Component component) => new(_json, _postgres, _debt);
}
