using Xunit;

namespace HybridOrleans.Cluster.Tests.Migration;

[CollectionDefinition]
public sealed class OneMovableSilo : ICollectionFixture<MovableSilo>;
