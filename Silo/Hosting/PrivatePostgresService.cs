namespace HybridOrleans.Silo.Hosting;

/// <summary>
/// Starts a private PostgreSQL that no component needs once the silo serves calls, and stops it in any case.
/// </summary>
/// <remarks>
/// Once it runs the stores attach it by themselves. It is there to look at and to migrate to, so that its failure is
/// told and harms nobody.
/// </remarks>
internal sealed class PrivatePostgresService(
    PrivatePostgres postgres, IHostApplicationLifetime lifetime, ILogger<PrivatePostgres> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await postgres.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (postgres.IsStarted || !postgres.CanStart)
        {
            return;
        }

        var siloServes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(siloServes.SetResult);
        try
        {
            await siloServes.Task.WaitAsync(stoppingToken);
            if (postgres.IsStarted)
            {
                // A component lives in it: the stores have started it before they opened.
                return;
            }

            Log.PrivatePostgresStarted(logger, await postgres.StartAsync(stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; so does what is half started.
        }
        catch (Exception e)
        {
            Log.PrivatePostgresFailed(logger, e.Message);
        }
    }
}
