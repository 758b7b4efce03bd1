using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<CompleteCluster>]
public sealed class GrainStorageInCompleteTests(CompleteProvider provider) : GrainStorageConformance(provider);
