using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerOffTests() : StranglerConformance(Phase.Off);
