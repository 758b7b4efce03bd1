using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class MemoryGrainStorageTests(MemoryProvider provider)
    : GrainStorageConformance(provider), IClassFixture<MemoryProvider>;
