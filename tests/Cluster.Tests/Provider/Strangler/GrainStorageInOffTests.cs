using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<OffCluster>]
public sealed class GrainStorageInOffTests(OffProvider provider) : GrainStorageConformance(provider);
