using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class BinaryMemoryGrainStorageTests(BinaryMemoryProvider provider)
    : GrainStorageConformance(provider), IClassFixture<BinaryMemoryProvider>;
