using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Client.Updates;

/// <summary>Sends what one order key has in its outbox, one after another, within the limits.</summary>
internal sealed class Sending(SessionCalls sessions, SendGate gate, TimeProvider time, ILogger logger)
{
    /// <summary>How long a send is this process's own.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>A moment further away is not waited for with a send in hand.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    private readonly Guid _sender = Guid.NewGuid();

    /// <returns>How many were tried.</returns>
    public async Task<int> SendAllAsync(
        SessionKey key, Func<OutgoingCall, CancellationToken, Task<SendResult>> send, CancellationToken cancellation)
    {
        var tried = 0;
        SendReport? report = null;
        while (!cancellation.IsCancellationRequested
            && await sessions.NextSendAsync(key, _sender, report, Lease) is { } call)
        {
            report = await TryAsync(key.Bot, call, send);
            tried++;
        }

        if (report is not null && cancellation.IsCancellationRequested)
        {
            await sessions.NextSendAsync(key, _sender, report, TimeSpan.Zero);
        }

        return tried;
    }

    private async Task<SendReport> TryAsync(
        BotId bot, OutgoingCall call, Func<OutgoingCall, CancellationToken, Task<SendResult>> send)
    {
        TimeSpan wait;
        try
        {
            wait = await gate.ReserveAsync(call.ChatId);
        }
        catch (HybridException e)
        {
            Log.WorkFailed(logger, e);
            return new SendReport(call.Id, SendOutcome.Later, TimeSpan.FromSeconds(1));
        }

        if (wait > WaitMax)
        {
            return new SendReport(call.Id, SendOutcome.Later, wait);
        }

        await Task.Delay(wait, time, CancellationToken.None);
        SendResult result;
        try
        {
            // What has begun is finished, so that it is known what became of it.
            result = await send(call, CancellationToken.None).WaitAsync(Lease - WaitMax, time);
        }
        catch (Exception e)
        {
            Log.SendFailed(logger, e, call.Method, bot);
            return new SendReport(call.Id, SendOutcome.Unknown, TimeSpan.Zero);
        }

        return result.RetryAfter is { } later
            ? await PausedAsync(call, later)
            : new SendReport(call.Id, SendOutcome.Done, TimeSpan.Zero);
    }

    private async Task<SendReport> PausedAsync(OutgoingCall call, TimeSpan later)
    {
        try
        {
            await gate.PauseAsync(call.ChatId, later, CancellationToken.None);
        }
        catch (HybridException e)
        {
            // The other instances learn it from Telegram themselves.
            Log.WorkFailed(logger, e);
        }

        return new SendReport(call.Id, SendOutcome.Later, later);
    }
}
