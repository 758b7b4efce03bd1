namespace HybridOrleans.Grains.Interfaces;

/// <summary>Tells what the silo that takes the call sees. Any silo answers; the key is 0.</summary>
[Alias("hybrid.health")]
[GrainInterfaceType("hybrid.health")]
public interface IHealthGrain : IGrainWithIntegerKey
{
    /// <summary>Asks PostgreSQL for a small answer, for 2.5 s at most, and tells the rest from memory.</summary>
    [Alias("ask")]
    ValueTask<SiloHealth> AskAsync();
}
