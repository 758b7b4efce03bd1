using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class GrainsOnBinaryMemoryTests(BinaryMemoryProvider provider)
    : GrainsOnProviderConformance(provider), IClassFixture<BinaryMemoryProvider>;
