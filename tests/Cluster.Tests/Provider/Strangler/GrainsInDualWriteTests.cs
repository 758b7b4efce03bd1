using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<DualWriteCluster>]
public sealed class GrainsInDualWriteTests(DualWriteProvider provider) : GrainsOnProviderConformance(provider);
