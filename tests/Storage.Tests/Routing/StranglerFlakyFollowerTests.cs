using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.TestKit.Faults;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>A follower that loses copies, or the answers to them, is never noticed by a caller.</summary>
public sealed class StranglerFlakyFollowerTests() : StranglerConformance(Phase.Live)
{
    private protected override IRecordStore Route()
    {
        var faults = new SeededFaults(Random.Shared.Next()) { LostAnswers = 20, LostRequests = 20, Unavailable = 10 };
        TestContext.Current.TestOutputHelper?.WriteLine($"Faults: {faults}");
        var sides = new FlakyPostgres(World, new FaultyMigratableStore(World.Postgres, faults));
        return new StranglerStore(
            sides, World.NewViews(), World.Time, NullLogger<StranglerStore>.Instance);
    }

    private sealed class FlakyPostgres(MigrationWorld world, FaultyMigratableStore postgres) : IMigrationSides
    {
        public IRecordStore? FixedStoreOf(Component component) => null;

        public MigrationSides SidesOf(Component component) => world.SidesOf(component) with { Postgres = postgres };
    }
}
