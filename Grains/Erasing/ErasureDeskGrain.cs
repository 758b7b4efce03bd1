using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Erasing;

/// <summary>Walks the jobs; it holds nothing, so that the next one goes on from what is stored.</summary>
[GrainType("erasure-desk")]
internal sealed class ErasureDeskGrain : Grain, IErasureDeskGrain
{
    /// <summary>So many jobs go on at once.</summary>
    private const int AtOnce = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly IRecordStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<ErasureDeskGrain> _logger;
    private long? _lookedAt;

    public ErasureDeskGrain(IRecordStore store, TimeProvider time, ILogger<ErasureDeskGrain> logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
    }

    public async ValueTask LookAsync()
    {
        if (_lookedAt is { } before && _time.GetElapsedTime(before) < Pause)
        {
            return;
        }

        _lookedAt = _time.GetTimestamp();
        var jobs = new List<UserKey>();
        await foreach (var header in _store.WalkAsync(
            Component.Configuration, ErasureJobs.KeyPrefix, RecordCursor.Start, CancellationToken.None))
        {
            if (!header.IsTombstone && ErasureJobs.TryUserOf(header.Key, out var user))
            {
                jobs.Add(user);
            }
        }

        foreach (var some in jobs.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(GoOnAsync));
        }
    }

    private async Task GoOnAsync(UserKey user)
    {
        try
        {
            await GrainFactory.GetGrain<IErasureGrain>(user.TelegramId, user.Bot.Value)
                .GoOnAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // One job must not hold up the others; the next look is seconds away.
            Log.ErasureFailed(_logger, StorageErrors.Describe(e));
        }
    }
}
