using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerOffWithoutPostgresTests() : StranglerWithoutPostgres(Phase.Off);
