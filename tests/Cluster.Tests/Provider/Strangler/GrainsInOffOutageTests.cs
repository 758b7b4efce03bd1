using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<OffOutageCluster>]
public sealed class GrainsInOffOutageTests(OffOutageProvider provider) : GrainsOnProviderConformance(provider);
