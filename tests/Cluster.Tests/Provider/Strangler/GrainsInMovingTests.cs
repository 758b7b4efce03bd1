using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<MovingCluster>]
public sealed class GrainsInMovingTests(MovingProvider provider) : GrainsOnProviderConformance(provider);
