using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing.Real;

public sealed class StranglerOnBothSidesDualWriteTests(RealSides sides) : StranglerOnBothSides(sides, Phase.DualWrite);
