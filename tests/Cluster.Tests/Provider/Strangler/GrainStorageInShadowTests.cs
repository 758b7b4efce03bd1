using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<ShadowCluster>]
public sealed class GrainStorageInShadowTests(ShadowProvider provider) : GrainStorageConformance(provider);
