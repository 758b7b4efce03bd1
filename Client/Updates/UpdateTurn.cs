using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>What one run of a handler has loaded and changed.</summary>
internal sealed class UpdateTurn : IUpdateTurn
{
    private readonly Dictionary<(SessionOwner Owner, string Name), ITurnState> _states = [];
    private readonly SessionCalls _calls;
    private readonly TurnFollowUps _followUps;
    private readonly TurnOutbox _outbox = new();

    public UpdateTurn(SessionCalls calls, SessionKey key, BotUpdate? update, FollowUp? followUp)
    {
        (_calls, Bot, Order, Update) = (calls, key.Bot, key.Owner, update);
        _followUps = new TurnFollowUps(followUp, token => calls.FollowUpsAsync(key, token));
    }

    public BotId Bot { get; }

    public SessionOwner Order { get; }

    public BotUpdate? Update { get; }

    public IFollowUps FollowUps => _followUps;

    public IOutbox Outbox => _outbox;

    public async ValueTask<ISession<T>> SessionAsync<T>(
        SessionOwner owner, CancellationToken cancellation = default)
        where T : class, new()
    {
        var name = SessionType<T>.Get().Name;
        if (_states.TryGetValue((owner, name), out var loaded))
        {
            return loaded as ISession<T> ?? throw new InvalidInputException(
                $"Two types of this bot call themselves '{name}' as session state. Give each a name of its own.");
        }

        var session = new Session<T>(await _calls.ReadAsync(new SessionKey(Bot, owner), name, cancellation));
        _states[(owner, name)] = session;
        return session;
    }

    /// <summary>Everything that the handler changed.</summary>
    public TurnCommit ToCommit(Guid ticket)
    {
        var changes = _states.Select(s => (s.Key.Owner, Change: s.Value.Change())).Where(s => s.Change is not null);
        return new TurnCommit
        {
            Ticket = ticket,
            Changes = [.. changes.GroupBy(
                c => c.Owner, (owner, states) => new OwnerChange(owner, [.. states.Select(s => s.Change!)]))],
            Scheduled = _followUps.Scheduled,
            Cancelled = _followUps.Cancelled,
            Sends = _outbox.Sends,
        };
    }
}
