using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Conformance while the phase changes after every so many calls, through real documents and fences.</summary>
public abstract class StranglerMoving(int callsPerMove) : StranglerConformance(Phase.Off)
{
    private protected override IRecordStore Route() => new MovingStore(World, base.Route(), callsPerMove);
}
