using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing.Real;

public sealed class StranglerOnBothSidesLiveTests(RealSides sides) : StranglerOnBothSides(sides, Phase.Live);
