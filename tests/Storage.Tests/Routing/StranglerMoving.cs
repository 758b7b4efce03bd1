using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Migration;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Conformance while the phase changes after every so many calls, through real documents and fences.</summary>
public abstract class StranglerMoving(int callsPerMove) : StranglerConformance(Phase.Off)
{
    private PhaseWalk? _walk;

    private protected override IRecordStore Route()
        => new MovingStore(_walk ??= new PhaseWalk(World.Mover, callsPerMove), base.Route());
}
