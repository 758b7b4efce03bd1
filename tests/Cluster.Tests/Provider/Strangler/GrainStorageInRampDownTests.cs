using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[Collection<RampDownCluster>]
public sealed class GrainStorageInRampDownTests(RampDownProvider provider) : GrainStorageConformance(provider);
