using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class GrainsOnPostgresTests(PostgresProvider provider)
    : GrainsOnProviderConformance(provider), IClassFixture<PostgresProvider>;
