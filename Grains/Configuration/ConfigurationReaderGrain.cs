using HybridOrleans.Grains.Interfaces;
using Orleans.Concurrency;

namespace HybridOrleans.Grains.Configuration;

/// <summary>Answers from the copies of its silo; it holds nothing, so that every silo can answer.</summary>
[GrainType("configuration-reader")]
[StatelessWorker(1)]
internal sealed class ConfigurationReaderGrain : Grain, IConfigurationReaderGrain
{
    private readonly ConfigurationReplicas _replicas;
    private readonly string _key;

    public ConfigurationReaderGrain(ConfigurationReplicas replicas, IGrainContext context)
    {
        _replicas = replicas;
        _key = context.GrainId.Key.ToString() ?? "";
    }

    public ValueTask<ConfigurationReading> ReadAsync(Freshness freshness, long seenRevision)
        => freshness == Freshness.Fresh
            ? GrainFactory.GetGrain<IConfigurationGrain>(_key).ReadAsync(freshness, seenRevision)
            : _replicas.ReadAsync(_key, seenRevision);
}
