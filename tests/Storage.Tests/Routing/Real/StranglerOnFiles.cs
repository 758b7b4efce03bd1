using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.Routing.Real;

/// <summary>The server that the phase was reached with is gone; the files answer as if nothing were missing.</summary>
public abstract class StranglerOnFiles(RealSides sides, Phase phase) : StranglerOnBothSides(sides, phase)
{
    protected override async ValueTask<IRecordStore> CreateAsync()
    {
        var store = await base.CreateAsync();
        await Sides.StopPostgresAsync();
        return store;
    }
}
