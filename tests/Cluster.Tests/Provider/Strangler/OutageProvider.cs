using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

/// <summary>The server is gone once the silos serve.</summary>
public abstract class OutageProvider(PostgresFixture server, Phase phase) : StranglerProvider(server, phase)
{
    protected override async ValueTask ReadyAsync()
    {
        await base.ReadyAsync();
        await CutAsync();
    }

    protected override async Task CheckAsync()
        => Assert.Equal(
            (true, 0, Phase > Phase.Off),
            (await CountAsync(Side.Json) > 0, await CountAsync(Side.Postgres), await OwesAsync()));
}
