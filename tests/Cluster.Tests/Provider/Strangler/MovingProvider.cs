using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Migration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider.Strangler;

/// <summary>The phase moves on, through all six and back, before every call that meets no other move.</summary>
public sealed class MovingProvider(PostgresFixture server) : StranglerProvider(server, Phase.Off)
{
    private PhaseWalk? _walk;

    protected override void ConfigureRouting(IServiceCollection services)
    {
        // Silos are configured at the same time, and two walks would move against each other.
        var walk = LazyInitializer.EnsureInitialized(ref _walk, () => new PhaseWalk(Mover, callsPerMove: 1));
        var routed = services.Last(s => s.ServiceType == typeof(IRecordStore)).ImplementationFactory!;
        services.AddSingleton<IRecordStore>(s => new MovingStore(walk, (IRecordStore)routed(s)));
    }

    protected override Task CheckAsync()
    {
        Assert.InRange(_walk!.Moves, 100, int.MaxValue);
        return Task.CompletedTask;
    }
}
