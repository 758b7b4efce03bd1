using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<DualWriteOutageCluster>]
public sealed class GrainsInDualWriteOutageTests(DualWriteOutageProvider provider)
    : GrainsOnProviderConformance(provider);
