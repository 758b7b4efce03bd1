using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class GrainsOnMemoryTests(MemoryProvider provider)
    : GrainsOnProviderConformance(provider), IClassFixture<MemoryProvider>;
