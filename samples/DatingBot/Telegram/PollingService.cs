using HybridOrleans.Samples.DatingBot.Handling;
using HybridOrleans.Samples.DatingBot.Hosting;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace HybridOrleans.Samples.DatingBot.Telegram;

/// <summary>Asks Telegram for updates, and confirms those that are durable.</summary>
/// <remarks>
/// The updates of a user are handled in the order of their ids, and those of different users at the same time. What is
/// not durable keeps its place: everything from the first such update on is asked for again, and what was handled of it
/// is passed over. Telegram serves one poller at a time; the other instances of the bot try again now and then.
/// </remarks>
internal sealed class PollingService(
    ITelegramBotClient telegram,
    Desk desk,
    DatingBotOptions options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<PollingService> logger)
    : BackgroundService
{
    private const int PageMax = 100;
    private const int PollSeconds = 25;

    private static readonly TimeSpan HeldUpPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OtherPollsPause = TimeSpan.FromSeconds(10);

    private readonly PollingPlace _place = new();
    private TimeSpan _pause = PauseMin;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isOpen = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!isOpen)
                {
                    await telegram.DeleteWebhook(cancellationToken: stoppingToken);
                    Log.TakesUpdates(logger, options.Bot, "polling");
                    isOpen = true;
                }

                await PollAsync(stoppingToken);
                _pause = PauseMin;
                if (!_place.IsComplete)
                {
                    // What is held up is answered at once, again and again: it was not confirmed.
                    await PassAsync(HeldUpPause, stoppingToken);
                }
            }
            catch (ApiRequestException e) when (e.ErrorCode == StatusCodes.Status401Unauthorized)
            {
                Log.TokenUnknown(logger);
                Environment.ExitCode = ExitCodes.Settings;
                lifetime.StopApplication();
                return;
            }
            catch (ApiRequestException e) when (e.ErrorCode == StatusCodes.Status409Conflict)
            {
                Log.OtherPolls(logger, OtherPollsPause);
                await PassAsync(OtherPollsPause, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it is, the next question may be answered, and nothing is confirmed that was not handled.
                Log.TelegramAway(logger, e.GetType().Name, _pause);
                _pause = await PassAsync(_pause, stoppingToken);
            }
        }
    }

    private async Task PollAsync(CancellationToken stop)
    {
        var updates = await telegram.GetUpdates(_place.Offset, PageMax, PollSeconds, Incoming.Wanted, stop);
        var users = _place.Open(updates)
            .Select(u => (u.Id, Incoming: Incoming.Of(u, time)))
            .GroupBy(u => u.Incoming?.UserId ?? 0);
        await Task.WhenAll(users.Select(user => TakeAsync(user, stop)));
        _place.Close();
    }

    private async Task TakeAsync(IEnumerable<(int Id, Incoming? Incoming)> ofOneUser, CancellationToken stop)
    {
        var isHeldUp = false;
        foreach (var (id, incoming) in ofOneUser)
        {
            if (incoming is null)
            {
                _place.Done(id);
            }
            else if (isHeldUp)
            {
                // It waits for the one before, so that the order stays.
                await desk.PutOffAsync(incoming, stop);
            }
            else if (await desk.TakeAsync(incoming, stop))
            {
                _place.Done(id);
            }
            else
            {
                isHeldUp = true;
            }
        }
    }

    /// <returns>The next, longer pause.</returns>
    private async Task<TimeSpan> PassAsync(TimeSpan pause, CancellationToken stop)
    {
        await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return pause * 2 < PauseMax ? pause * 2 : PauseMax;
    }
}
