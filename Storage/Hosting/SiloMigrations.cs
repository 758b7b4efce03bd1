using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Hosting;

/// <summary>The components of this silo that migrate.</summary>
/// <remarks>Safe for many callers at once, while the stores are open.</remarks>
public sealed class SiloMigrations
{
    private const double Percentile = 0.99;

    private readonly MigratingStores _stores;
    private readonly MigrationViews _views;
    private readonly StranglerStore _router;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    internal SiloMigrations(
        MigratingStores stores, MigrationViews views, StranglerStore router, TimeProvider time,
        ILoggerFactory loggers)
    {
        _stores = stores;
        _views = views;
        _router = router;
        _time = time;
        _loggers = loggers;
    }

    /// <summary>Those that migrate; all others stay in the store that configuration names.</summary>
    public IReadOnlyCollection<Component> Components => [.. _stores.Components];

    /// <summary>What moves a component. Every one that is made may be used; they do the same.</summary>
    /// <param name="component">One of <see cref="Components"/>.</param>
    /// <param name="live">How long live calls wait; null to copy at full speed.</param>
    /// <param name="ramp">What the ramped share is like; null for no automatic rollback.</param>
    /// <param name="writes">Where silos tell of the writes of a rehearsal.</param>
    /// <exception cref="StoreUnavailableException">The stores are not open.</exception>
    public ComponentMigration Of(
        Component component, ILiveLatency? live, Func<RampStatistics?>? ramp, AcknowledgedWrites writes)
        => new(
            component,
            _stores.Work ?? throw new StoreUnavailableException("The record stores are not open. Repeat later."),
            _time,
            _loggers.CreateLogger<ComponentMigration>(),
            live,
            ramp,
            traffic: new RoutedTraffic(_router, writes));

    /// <summary>What this silo sees of each component that migrates; one without a view is left out.</summary>
    public IReadOnlyList<ComponentSight> Sights()
    {
        var sights = new List<ComponentSight>();
        foreach (var component in _stores.Components)
        {
            if (_views.TryGet(component, out var view, out var age))
            {
                var met = _router.StatisticsOf(component);
                var witness = _router.WitnessOf(component);
                sights.Add(new ComponentSight(
                    view, age, met.Calls, met.Errors, met.Mismatches, met.Unanswered, met.Unequal,
                    met.Live.Percentile(Percentile), witness.Pending(), witness.Missed));
            }
        }

        return sights;
    }

    /// <summary>Forgets writes of a rehearsal that <see cref="Sights"/> gave and the controller has heard of.</summary>
    public void Told(ComponentSight sight)
    {
        ArgumentNullException.ThrowIfNull(sight);
        _router.WitnessOf(sight.View.Component).Forget(sight.Writes.Count);
    }

    /// <summary>Asks PostgreSQL for a small answer.</summary>
    /// <returns>Null while it is not attached to this silo.</returns>
    public async ValueTask<bool?> PostgresAnswersAsync(CancellationToken cancellation)
    {
        if (_stores.Postgres is not { } postgres || _stores.Components.FirstOrDefault() is not { Name: not null } one)
        {
            return null;
        }

        try
        {
            await postgres.Migratable.ReadFenceAsync(one, cancellation);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
