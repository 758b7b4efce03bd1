using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>A silo that never learns of a change by itself, only from the stores that refuse it.</summary>
public sealed class StranglerStaleViewTests() : StranglerConformance(Phase.Off)
{
    private protected override IRecordStore Route()
        => new MovingStore(new PhaseWalk(World.Mover, 3), World.NewStore(new NeverPulled(World.NewViews())));

    /// <summary>Takes every view for fresh, however old it is, once there is one.</summary>
    private sealed class NeverPulled(MigrationViews views) : IMigrationViews
    {
        public MigrationView CurrentOf(Component component) => views.CurrentOf(component);

        public bool IsFresh(Component component)
        {
            try
            {
                return views.CurrentOf(component) is not null;
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        }

        public ValueTask<MigrationView> RefreshAsync(Component component, CancellationToken cancellation)
            => views.RefreshAsync(component, cancellation);
    }
}
