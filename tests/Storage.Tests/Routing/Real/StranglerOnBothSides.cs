using HybridOrleans.Storage.Migration;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing.Real;

/// <summary>The router in a phase, on a real folder and a real server.</summary>
public abstract class StranglerOnBothSides(RealSides sides, Phase phase)
    : StranglerConformance(phase), IClassFixture<RealSides>
{
    private protected RealSides Sides => sides;

    private protected override MigrationWorld World => sides.World;
}
