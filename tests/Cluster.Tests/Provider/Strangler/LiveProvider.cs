using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

public sealed class LiveProvider(PostgresFixture server) : StranglerProvider(server, Phase.Live);
