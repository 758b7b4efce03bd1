using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerDualWriteWithoutPostgresTests() : StranglerWithoutPostgres(Phase.DualWrite);
