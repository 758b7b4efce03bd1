using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

[CollectionDefinition]
public sealed class OffCluster : ICollectionFixture<OffProvider>;
