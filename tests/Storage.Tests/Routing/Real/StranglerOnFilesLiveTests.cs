using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing.Real;

public sealed class StranglerOnFilesLiveTests(RealSides sides) : StranglerOnFiles(sides, Phase.Live);
