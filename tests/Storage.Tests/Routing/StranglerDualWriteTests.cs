using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerDualWriteTests() : StranglerConformance(Phase.DualWrite);
