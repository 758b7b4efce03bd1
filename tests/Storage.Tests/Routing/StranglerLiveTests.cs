using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerLiveTests() : StranglerConformance(Phase.Live);
