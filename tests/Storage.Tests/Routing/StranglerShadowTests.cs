using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerShadowTests() : StranglerConformance(Phase.Shadow);
