using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing.Real;

public sealed class StranglerOnFilesDualWriteTests(RealSides sides) : StranglerOnFiles(sides, Phase.DualWrite);
