using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Updates;

/// <summary>The turn that one caller has.</summary>
internal sealed class Turn(TurnRequest request)
{
    /// <summary>What it handles.</summary>
    public TurnRequest Request => request;

    /// <summary>What <see cref="SessionDocument.Turn"/> was when it began; null until it has been looked up.</summary>
    public long? Basis { get; set; }

    /// <summary>The monotonic time of the last sign of life.</summary>
    public long SeenAt { get; set; }

    /// <summary>True while its changes are made: it cannot be taken away then.</summary>
    public bool IsCommitting { get; set; }
}
