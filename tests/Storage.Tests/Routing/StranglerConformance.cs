using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Conformance;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>The router keeps the promises of a record store in a phase, whatever goes on behind it.</summary>
/// <remarks>The fences behind it belong to the switches, so that a caller's epoch is not among the promises.</remarks>
public abstract class StranglerConformance(Phase phase) : WalkingConformance
{
    private protected virtual MigrationWorld World { get; } = new();

    protected override async ValueTask<IRecordStore> CreateAsync()
    {
        await World.BeginAsync(phase);
        return Route();
    }

    /// <summary>Another silo goes on where this one was.</summary>
    protected override ValueTask<IRecordStore> ReopenAsync(IRecordStore store) => new(Route());

    /// <summary>A router with views that nobody has pulled yet.</summary>
    private protected virtual IRecordStore Route() => World.NewStore(World.NewViews());
}
