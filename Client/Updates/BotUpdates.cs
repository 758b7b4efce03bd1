using System.Collections.Concurrent;
using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Client.Updates;

/// <summary>The updates of bots, through one <see cref="ISessionGrain"/> for each order key.</summary>
internal sealed class BotUpdates : IUpdates
{
    private readonly ConcurrentDictionary<BotId, SendGate> _gates = new();
    private readonly ConcurrentDictionary<BotId, UpdateWorker> _workers = new();
    private readonly IGrainFactory _grains;
    private readonly CallPolicy _calls;
    private readonly SessionCalls _sessions;
    private readonly TurnRunner _turns;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public BotUpdates(
        IGrainFactory grains, CallPolicy calls, HybridClientOptions options, TimeProvider time, ILogger logger)
    {
        (_grains, _calls, _time, _logger) = (grains, calls, time, logger);
        _sessions = new SessionCalls(grains, calls);
        _turns = new TurnRunner(_sessions, options, time);
    }

    public Task<UpdateOutcome> HandleAsync(
        BotUpdate update, Func<IUpdateTurn, CancellationToken, Task> handler, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(handler);
        if (update.Id <= 0)
        {
            throw new InvalidInputException($"{update.Id} is no update id: Telegram counts from 1.");
        }

        return RunAsync(KeyOf(update.Bot, update.Order), update.Id, update, handler, cancellation);
    }

    public Task ActAsync(
        BotId bot,
        SessionOwner order,
        Func<IUpdateTurn, CancellationToken, Task> handler,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(handler);

        // No update has a negative id, so that a repetition after a lost answer is recognised.
        return RunAsync(KeyOf(bot, order), -1L - Random.Shared.Next(), null, handler, cancellation);
    }

    public async Task RunAsync(BotId bot, BotWork work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        var worker = new UpdateWorker(
            KeyOf(bot, SessionOwner.Bot).Bot, work, _sessions, _turns, GateOf(bot), _grains, _calls, _time, _logger);
        if (!_workers.TryAdd(bot, worker))
        {
            throw new InvalidOperationException($"The work of the bot '{bot}' is done by this client already.");
        }

        try
        {
            await worker.RunAsync(cancellation);
        }
        finally
        {
            _workers.TryRemove(bot, out _);
        }
    }

    public async Task WaitToSendAsync(BotId bot, long chatId, CancellationToken cancellation = default)
    {
        var wait = await GateOf(KeyOf(bot, SessionOwner.Bot).Bot).ReserveAsync(chatId).WaitAsync(cancellation);
        await Task.Delay(wait, _time, cancellation);
    }

    public Task PauseSendingAsync(
        BotId bot, long? chatId, TimeSpan retryAfter, CancellationToken cancellation = default)
        => GateOf(KeyOf(bot, SessionOwner.Bot).Bot).PauseAsync(chatId, retryAfter, cancellation);

    private Task<UpdateOutcome> RunAsync(
        SessionKey key,
        long id,
        BotUpdate? update,
        Func<IUpdateTurn, CancellationToken, Task> handler,
        CancellationToken cancellation)
        => _turns.RunAsync(
            key,
            new TurnRequest { Ticket = Guid.Empty, UpdateId = id, WaitMax = TimeSpan.Zero },
            update,
            handler,
            commit =>
            {
                if (commit.Sends.Count > 0 && _workers.TryGetValue(key.Bot, out var worker))
                {
                    worker.Nudge(key.Owner);
                }
            },
            cancellation);

    private SendGate GateOf(BotId bot) => _gates.GetOrAdd(
        bot, static (id, self) => new SendGate(self._grains, id, self._calls), this);

    /// <exception cref="InvalidInputException">The bot id is <c>default</c>.</exception>
    private static SessionKey KeyOf(BotId bot, SessionOwner owner) => new(new BotId(bot.Value), owner);
}
