using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerCompleteTests() : StranglerConformance(Phase.Complete);
