using Orleans.Concurrency;

namespace HybridOrleans.Grains.Configuration;

/// <summary>What silos ask the activation that changes a configuration.</summary>
[Alias("hybrid.configuration-owner")]
[GrainInterfaceType("hybrid.configuration-owner")]
internal interface IConfigurationOwner : IGrainWithStringKey
{
    /// <summary>Reads, and lends the answer to a silo where that can be done.</summary>
    /// <param name="holder">The silo that will drop its copy when it is told to.</param>
    /// <param name="seenRevision">The highest revision that the caller knows of; never answered with less.</param>
    [Alias("lease")]
    [AlwaysInterleave]
    ValueTask<LeasedReading> LeaseAsync(IConfigurationHolder holder, long seenRevision);
}
