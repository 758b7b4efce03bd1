using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>What one process has: its own connections to both stores, its views, its router.</summary>
internal sealed class HistorySilo : IMigrationSides, IAsyncDisposable
{
    private readonly MigrationSides _sides;
    private readonly MigrationStores _stores;
    private readonly MigrationViews _views;
    private readonly TimeProvider _time;
    private readonly MigrationBug _bug;

    public HistorySilo(
        IMigratableStore json, IMigratableStore postgres, IDebtLedger debt, TimeProvider time, MigrationBug bug)
    {
        _sides = new MigrationSides(json, postgres, debt);
        _stores = new MigrationStores(json, debt, postgres);
        _time = time;
        _bug = bug;
        _views = new MigrationViews(this, time, NullLogger<MigrationViews>.Instance);
        Views = new FreezableViews(_views, time);
        Store = new StranglerStore(
            this, Views, time, NullLogger<StranglerStore>.Instance, new MigrationTestHooks(Bug: bug));
    }

    public FreezableViews Views { get; }

    public StranglerStore Store { get; }

    public IMigratableStore Json => _stores.Json;

    public IRecordStore? FixedStoreOf(Component component) => null;

    public MigrationSides SidesOf(Component component) => _sides;

    /// <summary>What this silo takes the migration up with.</summary>
    public ComponentMigration NewMigration()
        => new(
            new MigrationWork(_stores, new MigrationDesk(Component.Users, _stores, _time), _time, null, _bug),
            NullLogger.Instance, null, null, null, 10_000);

    public ValueTask DisposeAsync() => _views.DisposeAsync();
}
