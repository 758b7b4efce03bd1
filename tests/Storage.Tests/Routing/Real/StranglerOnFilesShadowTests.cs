using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing.Real;

public sealed class StranglerOnFilesShadowTests(RealSides sides) : StranglerOnFiles(sides, Phase.Shadow);
