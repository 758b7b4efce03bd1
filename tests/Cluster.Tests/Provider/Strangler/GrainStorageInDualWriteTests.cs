using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<DualWriteCluster>]
public sealed class GrainStorageInDualWriteTests(DualWriteProvider provider) : GrainStorageConformance(provider);
