using Orleans.Concurrency;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>Reads a configuration on the silo that the call comes to.</summary>
/// <remarks>
/// The primary key is <see cref="ConfigurationKey.ToGrainKey"/>. The silo answers from its own copy while it holds a
/// lease of it, which no acknowledged save outlives; else it asks <see cref="IConfigurationGrain"/>. Every call throws
/// the errors of <see cref="HybridException"/>.
/// </remarks>
[Alias("hybrid.configuration-reader")]
[GrainInterfaceType("hybrid.configuration-reader")]
public interface IConfigurationReaderGrain : IGrainWithStringKey
{
    /// <summary>Reads the configuration: never less than was acknowledged when the call began.</summary>
    /// <param name="freshness">Whether memory may answer.</param>
    /// <param name="seenRevision">The highest revision that the caller knows of; never answered with less.</param>
    [Alias("read")]
    [AlwaysInterleave]
    ValueTask<ConfigurationReading> ReadAsync(Freshness freshness, long seenRevision);
}
