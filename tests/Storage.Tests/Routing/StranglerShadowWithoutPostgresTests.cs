using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerShadowWithoutPostgresTests() : StranglerWithoutPostgres(Phase.Shadow);
