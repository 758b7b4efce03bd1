using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[CollectionDefinition]
public sealed class DualWriteOutageCluster : ICollectionFixture<DualWriteOutageProvider>;
