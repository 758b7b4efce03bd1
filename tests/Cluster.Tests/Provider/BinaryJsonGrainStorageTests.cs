using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class BinaryJsonGrainStorageTests(BinaryJsonProvider provider)
    : GrainStorageConformance(provider), IClassFixture<BinaryJsonProvider>;
