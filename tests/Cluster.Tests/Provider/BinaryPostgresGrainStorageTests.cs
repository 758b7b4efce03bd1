using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class BinaryPostgresGrainStorageTests(BinaryPostgresProvider provider)
    : GrainStorageConformance(provider), IClassFixture<BinaryPostgresProvider>;
