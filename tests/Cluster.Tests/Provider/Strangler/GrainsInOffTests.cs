using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<OffCluster>]
public sealed class GrainsInOffTests(OffProvider provider) : GrainsOnProviderConformance(provider);
