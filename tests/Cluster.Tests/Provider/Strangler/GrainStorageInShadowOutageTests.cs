using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<ShadowOutageCluster>]
public sealed class GrainStorageInShadowOutageTests(ShadowOutageProvider provider) : GrainStorageConformance(provider);
