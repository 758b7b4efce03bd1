using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<ShadowOutageCluster>]
public sealed class GrainsInShadowOutageTests(ShadowOutageProvider provider) : GrainsOnProviderConformance(provider);
