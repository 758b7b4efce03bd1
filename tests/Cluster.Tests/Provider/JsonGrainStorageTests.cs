using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class JsonGrainStorageTests(JsonProvider provider)
    : GrainStorageConformance(provider), IClassFixture<JsonProvider>;
