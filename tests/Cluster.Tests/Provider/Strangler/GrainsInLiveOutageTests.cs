using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<LiveOutageCluster>]
public sealed class GrainsInLiveOutageTests(LiveOutageProvider provider) : GrainsOnProviderConformance(provider);
