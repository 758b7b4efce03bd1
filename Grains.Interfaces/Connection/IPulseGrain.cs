namespace HybridOrleans.Grains.Interfaces;

/// <summary>Answers at once and touches no store: a client learns from it that the cluster serves calls.</summary>
[Alias("hybrid.pulse")]
[GrainInterfaceType("hybrid.pulse")]
public interface IPulseGrain : IGrainWithIntegerKey
{
    /// <summary>Does nothing but answer.</summary>
    [Alias("beat")]
    ValueTask BeatAsync();
}
