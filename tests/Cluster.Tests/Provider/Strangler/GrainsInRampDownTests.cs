using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<RampDownCluster>]
public sealed class GrainsInRampDownTests(RampDownProvider provider) : GrainsOnProviderConformance(provider);
