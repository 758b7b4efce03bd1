using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<LiveCluster>]
public sealed class GrainsInLiveTests(LiveProvider provider) : GrainsOnProviderConformance(provider);
