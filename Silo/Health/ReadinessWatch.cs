namespace HybridOrleans.Silo.Health;

/// <summary>Asks every few seconds, so that "since when" is true even if nobody looks.</summary>
internal sealed class ReadinessWatch(Readiness readiness, IHostApplicationLifetime lifetime, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (lifetime.ApplicationStarted.IsCancellationRequested)
            {
                await readiness.AskAsync();
            }
        }
    }
}
