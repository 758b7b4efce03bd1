using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

public sealed class ShadowOutageProvider(PostgresFixture server) : OutageProvider(server, Phase.Shadow);
