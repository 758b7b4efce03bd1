using HybridOrleans.Grains.Errors;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Erasing;

/// <summary>Keeps the desk of erasures awake, from every silo, so that a job outlives any of them.</summary>
internal sealed class ErasureWatch(IGrainFactory grains, TimeProvider time, ILogger<ErasureWatch> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(ErasureWatch), ServiceLifecycleStage.Active, _ => Begin(), _ => EndAsync());

    public void Dispose() => _stopping.Dispose();

    private Task Begin()
    {
        _watching = Task.Run(WatchAsync);
        return Task.CompletedTask;
    }

    private async Task EndAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await grains.GetGrain<IErasureDeskGrain>(0).LookAsync()
                    .AsTask().WaitAsync(CallLimit, time, _stopping.Token);
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.ErasuresNotSeen(logger, StorageErrors.Describe(e));
            }

            await Task.Delay(Period, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
