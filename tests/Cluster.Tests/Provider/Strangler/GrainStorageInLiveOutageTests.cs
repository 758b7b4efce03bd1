using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<LiveOutageCluster>]
public sealed class GrainStorageInLiveOutageTests(LiveOutageProvider provider) : GrainStorageConformance(provider);
