using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class GrainsOnJsonTests(JsonProvider provider)
    : GrainsOnProviderConformance(provider), IClassFixture<JsonProvider>;
