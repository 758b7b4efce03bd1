using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class SystemTextJsonMemoryGrainStorageTests(SystemTextJsonMemoryProvider provider)
    : GrainStorageConformance(provider), IClassFixture<SystemTextJsonMemoryProvider>;
