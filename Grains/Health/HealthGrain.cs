using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Residency;
using HybridOrleans.Storage.Hosting;
using Orleans.Concurrency;

namespace HybridOrleans.Grains.Health;

/// <summary>Sums up what this silo sees; it holds nothing, so that every silo can answer.</summary>
[GrainType("health")]
[StatelessWorker]
internal sealed class HealthGrain(
    RecordStores stores, ResidentSet residents, ILocalSiloDetails silo, TimeProvider time) : Grain, IHealthGrain
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2.5);

    public async ValueTask<SiloHealth> AskAsync()
    {
        var memory = residents.Usage().Values;
        var cache = stores.CacheUse;
        return new SiloHealth
        {
            Silo = silo.SiloAddress.Endpoint.ToString(),
            DatabaseAnswers = await DatabaseAnswersAsync(),
            RedisAnswers = cache?.IsAnswering,
            MemoryHits = memory.Sum(usage => usage.Hits),
            MemoryMisses = memory.Sum(usage => usage.Misses),
            CacheHits = cache?.Hits ?? 0,
            CacheMisses = cache?.Misses ?? 0,
            CacheErrors = cache?.Errors ?? 0,
        };
    }

    private async ValueTask<bool?> DatabaseAnswersAsync()
    {
        using var limit = new CancellationTokenSource(AnswerLimit, time);
        try
        {
            return await stores.Migrations.PostgresAnswersAsync(limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
