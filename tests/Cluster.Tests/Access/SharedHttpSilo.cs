using Xunit;

namespace HybridOrleans.Cluster.Tests.Access;

/// <summary>Tests that share one silo, and take turns.</summary>
[CollectionDefinition(Name)]
public sealed class SharedHttpSilo : ICollectionFixture<HttpSilo>
{
    public const string Name = "http-silo";
}
