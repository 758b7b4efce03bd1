using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<CompleteCluster>]
public sealed class GrainsInCompleteTests(CompleteProvider provider) : GrainsOnProviderConformance(provider);
