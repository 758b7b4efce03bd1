using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class PostgresGrainStorageTests(PostgresProvider provider)
    : GrainStorageConformance(provider), IClassFixture<PostgresProvider>;
