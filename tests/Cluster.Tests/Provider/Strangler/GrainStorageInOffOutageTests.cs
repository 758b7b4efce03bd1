using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<OffOutageCluster>]
public sealed class GrainStorageInOffOutageTests(OffOutageProvider provider) : GrainStorageConformance(provider);
