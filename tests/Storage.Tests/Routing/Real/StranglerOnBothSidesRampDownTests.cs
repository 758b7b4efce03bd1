using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing.Real;

public sealed class StranglerOnBothSidesRampDownTests(RealSides sides) : StranglerOnBothSides(sides, Phase.RampDown);
