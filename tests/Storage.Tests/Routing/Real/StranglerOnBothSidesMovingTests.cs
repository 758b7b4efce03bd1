using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Migration;

namespace HybridOrleans.Storage.Tests.Routing.Real;

/// <summary>Each case is cut by the next ten moves through all six phases and back.</summary>
public sealed class StranglerOnBothSidesMovingTests(RealSides sides) : StranglerOnBothSides(sides, Phase.Off)
{
    private const int MovesMax = 10;

    private protected override IRecordStore Route()
    {
        Sides.Walk.Allow(MovesMax);
        return new MovingStore(Sides.Walk, base.Route());
    }
}
