using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

public sealed class StranglerLiveWithoutPostgresTests() : StranglerWithoutPostgres(Phase.Live);
