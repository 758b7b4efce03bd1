using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<MovingCluster>]
public sealed class GrainStorageInMovingTests(MovingProvider provider) : GrainStorageConformance(provider);
