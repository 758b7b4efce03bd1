namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>The statistics of the ramped share, and who judges them.</summary>
internal sealed record RampWatch(Func<RampStatistics?> Seen, RollbackGate Gate)
{
    /// <summary>The verdict on the last window.</summary>
    public GateVerdict Judge() => Gate.Judge(Seen());
}
