using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Handling;
using HybridOrleans.Samples.DatingBot.Telegram;

namespace HybridOrleans.Samples.DatingBot.Hosting;

/// <summary>Sends what the outbox keeps, and does what is due.</summary>
internal sealed class WorkService(
    IHybridDataStore data,
    IHybridConnection connection,
    Gate gate,
    DatingBotOptions options,
    ILogger<WorkService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var work = new BotWork { Send = gate.SendAsync, OnFollowUp = Reminding.HandleAsync };
        using var pace = new PeriodicTimer(Pause);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await connection.WaitAsync(ConnectionState.Connected, stoppingToken);
                await data.Updates.RunAsync(new BotId(options.Bot), work, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The cluster is away; everything that waits is stored there.
                Log.WorkPaused(logger, e, Pause);
                await pace.WaitForNextTickAsync(stoppingToken);
            }
        }
    }
}
