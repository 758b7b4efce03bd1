using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<LiveCluster>]
public sealed class GrainStorageInLiveTests(LiveProvider provider) : GrainStorageConformance(provider);
