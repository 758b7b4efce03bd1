using System.Collections.Concurrent;
using System.Threading.Channels;
using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Client.Updates;

/// <summary>Does what waits for a bot: delivers follow-ups and sends.</summary>
/// <remarks>
/// The desk of the bot says where something is to be done, once a second; what this process has committed itself it is
/// told at once (<see cref="Nudge"/>).
/// </remarks>
internal sealed class UpdateWorker(
    BotId bot, BotWork work, SessionCalls sessions, TurnRunner turns, SendGate gate, IGrainFactory grains,
    CallPolicy calls, TimeProvider time, ILogger logger)
{
    private const int AtOnce = 16;
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(5);

    private readonly Sending _sending = new(sessions, gate, time, logger);
    private readonly Channel<SessionOwner> _nudges = Channel.CreateUnbounded<SessionOwner>();
    private readonly ConcurrentDictionary<SessionOwner, bool> _served = new();

    /// <summary>Something was committed for an order key.</summary>
    public void Nudge(SessionOwner owner) => _nudges.Writer.TryWrite(owner);

    /// <summary>Works until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        var asking = AskAsync(cancellation);
        await Parallel.ForEachAsync(
            _nudges.Reader.ReadAllAsync(CancellationToken.None),
            options,
            async (owner, _) => await ServeAsync(owner, cancellation));
        await asking;
    }

    /// <summary>Does what is to be done for one order key. It never fails.</summary>
    internal async Task ServeAsync(SessionOwner owner, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested || !_served.TryAdd(owner, true))
        {
            return;
        }

        TimeSpan? next = IdlePause;
        try
        {
            next = await DoAsync(new SessionKey(bot, owner), cancellation);
        }
        catch (Exception e)
        {
            Log.WorkFailed(logger, e);
        }
        finally
        {
            _served.TryRemove(owner, out _);
        }

        await TellAsync(owner, next);
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var owners = await calls.RunAsync(
                    CallKind.Once,
                    (Worker: this, Count: AtOnce),
                    static (a, _) => a.Worker.Desk.TakeAsync(a.Count),
                    cancellation);
                foreach (var owner in owners)
                {
                    Nudge(owner);
                }
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                Log.WorkFailed(logger, e);
            }
            catch (Exception)
            {
                break;
            }

            await Task.Delay(AskEvery, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _nudges.Writer.TryComplete();
    }

    private IUpdateDeskGrain Desk => grains.GetGrain<IUpdateDeskGrain>(bot.Value);

    /// <returns>When to look again; null for never.</returns>
    private async Task<TimeSpan?> DoAsync(SessionKey key, CancellationToken cancellation)
    {
        while (true)
        {
            var owner = await sessions.LookAsync(key, cancellation);
            var pause = TimeSpan.Zero;
            var did = false;
            foreach (var due in work.OnFollowUp is null ? [] : owner.Due)
            {
                did |= await TryFollowUpAsync(key, due, cancellation);
                pause = did ? pause : PauseFor(due);
            }

            if (work.Send is { } send && owner.HasSends)
            {
                did |= await _sending.SendAllAsync(key, send, cancellation) > 0;
            }

            if (!did || cancellation.IsCancellationRequested)
            {
                // What this instance does not do, or cannot do now, it does not ask for again at once.
                return owner.LookAgain is not { } again ? null
                    : again > TimeSpan.Zero ? again
                    : pause > IdlePause ? pause : IdlePause;
            }
        }
    }

    private async Task<bool> TryFollowUpAsync(SessionKey key, FollowUp due, CancellationToken cancellation)
    {
        try
        {
            await turns.RunAsync(
                key,
                new TurnRequest { Ticket = Guid.Empty, FollowUp = due, WaitMax = TimeSpan.Zero },
                null,
                (turn, token) => work.OnFollowUp!(turn, due, token),
                _ => { },
                cancellation);
            return true;
        }
        catch (Exception e)
        {
            Log.FollowUpFailed(logger, e);
            return false;
        }
    }

    /// <summary>Half of the time for which it is overdue: each try doubles it.</summary>
    private TimeSpan PauseFor(FollowUp due)
    {
        var half = (time.GetUtcNow() - due.Due) / 2;
        return half < IdlePause ? IdlePause : half > PauseMax ? PauseMax : half;
    }

    private async Task TellAsync(SessionOwner owner, TimeSpan? next)
    {
        try
        {
            await Desk.DoneAsync(owner, next);
        }
        catch (Exception e)
        {
            // The desk gives it to somebody in half a minute.
            Log.WorkFailed(logger, e);
        }
    }
}
