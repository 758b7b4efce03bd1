using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerRampDownTests() : StranglerConformance(Phase.RampDown);
