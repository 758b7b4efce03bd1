using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

public sealed class RampDownProvider(PostgresFixture server) : StranglerProvider(server, Phase.RampDown);
