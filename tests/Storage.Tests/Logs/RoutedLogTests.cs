using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Routing;
using HybridOrleans.TestKit.Conformance.Logs;
using HybridOrleans.TestKit.Migration;

namespace HybridOrleans.Storage.Tests.Logs;

/// <summary>A log keeps its promises while its component moves through every phase, after every few calls.</summary>
public sealed class RoutedLogTests : LogConformance
{
    private const int CallsPerMove = 7;

    private readonly MigrationWorld _world = new();
    private PhaseWalk? _walk;

    protected override async ValueTask<IRecordStore> CreateAsync()
    {
        await _world.BeginAsync(Phase.Off);
        return Route();
    }

    /// <summary>Another silo goes on where this one was.</summary>
    protected override ValueTask<IRecordStore> ReopenAsync(IRecordStore store) => new(Route());

    private MovingStore Route()
        => new(_walk ??= new PhaseWalk(_world.Mover, CallsPerMove), _world.NewStore(_world.NewViews()));
}
