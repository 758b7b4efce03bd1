using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing.Real;

public sealed class StranglerOnBothSidesShadowTests(RealSides sides) : StranglerOnBothSides(sides, Phase.Shadow);
