using HybridOrleans.Samples.DatingBot.Hosting;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace HybridOrleans.Samples.DatingBot.Telegram;

/// <summary>Tells Telegram where to deliver, once the bot listens there.</summary>
internal sealed class WebhookService(
    ITelegramBotClient telegram,
    DatingBotOptions options,
    IHostApplicationLifetime lifetime,
    ILogger<WebhookService> logger)
    : BackgroundService
{
    private const int ConnectionsMax = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(Pause);
        await StartedAsync().WaitAsync(stoppingToken);
        while (true)
        {
            try
            {
                await telegram.SetWebhook(
                    options.WebhookUrl!,
                    maxConnections: ConnectionsMax,
                    allowedUpdates: Incoming.Wanted,
                    secretToken: WebhookSecret.Of(options.Token),
                    cancellationToken: stoppingToken);
                Log.TakesUpdates(logger, options.Bot, "webhook");
                return;
            }
            catch (ApiRequestException e) when (e.ErrorCode == StatusCodes.Status401Unauthorized)
            {
                Log.TokenUnknown(logger);
                Environment.ExitCode = ExitCodes.Settings;
                lifetime.StopApplication();
                return;
            }
            catch (RequestException e)
            {
                Log.TelegramAway(logger, e.GetType().Name, Pause);
                await pace.WaitForNextTickAsync(stoppingToken);
            }
        }
    }

    private Task StartedAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(started.SetResult);
        return started.Task;
    }
}
