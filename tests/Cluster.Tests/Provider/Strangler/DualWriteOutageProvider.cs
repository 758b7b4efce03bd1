using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

public sealed class DualWriteOutageProvider(PostgresFixture server) : OutageProvider(server, Phase.DualWrite);
