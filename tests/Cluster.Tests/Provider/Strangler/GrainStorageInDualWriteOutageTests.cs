using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<DualWriteOutageCluster>]
public sealed class GrainStorageInDualWriteOutageTests(DualWriteOutageProvider provider)
    : GrainStorageConformance(provider);
