using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<ShadowCluster>]
public sealed class GrainsInShadowTests(ShadowProvider provider) : GrainsOnProviderConformance(provider);
