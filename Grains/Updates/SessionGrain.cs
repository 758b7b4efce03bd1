using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Grains.Residency;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;

namespace HybridOrleans.Grains.Updates;

/// <summary>One owner of session state: the rules of <see cref="ISessionGrain"/> over a <see cref="SessionMemory"/>.
/// </summary>
/// <remarks>
/// Reentrant, since a turn lasts over many calls and since documents of one commit ask each other. What is stored
/// changes by compare-and-set alone, so that a second activation does no harm.
/// </remarks>
[GrainType(SessionRecords.GrainType)]
[Reentrant]
internal sealed class SessionGrain : ResidentGrain, ISessionGrain, ISessionPeer, IDisposable
{
    private static readonly TimeSpan IdleBeforeCleaning = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);

    private readonly SessionMemory _memory;
    private readonly TurnQueue _turns;
    private readonly SharedCommits _shared;
    private readonly Outbox _outbox;
    private readonly WorkIndex _index;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionGrain> _logger;
    private readonly SessionKey _key;
    private readonly Committing? _committing;
    private readonly InvalidInputException? _badKey;
    private long _workedAt;

    public SessionGrain(
        IGrainContext context,
        [FromKeyedServices(StorageNames.Hybrid)] IGrainStorage storage,
        IRecordStore store,
        IGrainFactory grains,
        ResidentSet residents,
        TimeProvider time,
        ILogger<SessionGrain> logger)
        : base(residents, Component.Configuration)
    {
        (_grains, _time, _logger) = (grains, time, logger);
        var memory = new RecordMemory(SessionRecords.Kind, storage, context.GrainId, time, logger);
        _memory = new SessionMemory(memory, new RecordChanges(memory, DeactivateOnIdle));
        _turns = new TurnQueue(time);
        _shared = new SharedCommits(_memory, grains, time);
        _outbox = new Outbox(_memory, time, logger);
        _index = new WorkIndex(store);
        _workedAt = time.GetTimestamp();
        try
        {
            _key = SessionKey.FromGrainKey(context.GrainId.Key.ToString() ?? "");
            _committing = new Committing(_key, _memory, _shared, _index, grains, time, logger);
        }
        catch (InvalidInputException e)
        {
            _badKey = e;
        }
    }

    private Committing Commits => _committing ?? throw BadKey();

    public async ValueTask<TurnAnswer> BeginAsync(TurnRequest request)
    {
        var commits = Commits;
        if (request.WaitMax > WaitMax)
        {
            throw new InvalidInputException($"A call waits for its turn for at most {WaitMax}, not {request.WaitMax}.");
        }

        Resident.Used();
        if (await _turns.WaitAsync(request) is not { } turn)
        {
            return new TurnAnswer(TurnState.Waiting, TimeSpan.Zero);
        }

        try
        {
            await commits.TellDecidedAsync();
            var document = await _shared.ReadAsync();
            if (HomeChange.IsHandled(document, request))
            {
                _turns.End(request.Ticket);
                return new TurnAnswer(TurnState.AlreadyHandled, TimeSpan.Zero);
            }

            turn.Basis ??= document.Turn;
            return new TurnAnswer(TurnState.Given, TurnQueue.Lease);
        }
        catch
        {
            _turns.End(request.Ticket);
            throw;
        }
    }

    public ValueTask<bool> RenewAsync(Guid ticket) => new(_turns.Held(ticket) is not null);

    public ValueTask EndAsync(Guid ticket)
    {
        _turns.End(ticket);
        return default;
    }

    public async ValueTask<CommitState> CommitAsync(TurnCommit commit)
    {
        var commits = Commits;
        Resident.Used();
        if (_turns.Held(commit.Ticket) is not { Basis: not null, IsCommitting: false } turn)
        {
            return CommitState.TurnLost;
        }

        turn.IsCommitting = true;
        try
        {
            var state = await commits.CommitAsync(turn, commit);
            if (state == CommitState.Committed)
            {
                await NoteAsync(commit);
            }

            return state;
        }
        finally
        {
            _turns.End(commit.Ticket);
        }
    }

    public async ValueTask<StateReading> ReadAsync(string name)
    {
        _ = Commits;
        Resident.Used();
        var document = await _shared.ReadAsync();
        if (!document.States.TryGetValue(StoredChanges.NameOf(name, "state"), out var state))
        {
            return new StateReading();
        }

        return state.IsExpired(_time.GetUtcNow())
            ? new StateReading { Stamp = state.Stamp }
            : new StateReading
            {
                Data = new JsonText(state.Data.GetRawText()), Version = state.Version, Stamp = state.Stamp,
            };
    }

    public async ValueTask<IReadOnlyList<FollowUp>> FollowUpsAsync()
    {
        _ = Commits;
        return FollowUpsOf(await _memory.GetAsync());
    }

    public async ValueTask<OwnerWork> LookAsync()
    {
        _ = Commits;
        var document = await _memory.GetAsync();
        var now = _time.GetUtcNow();
        var sends = _outbox.Due(document, now);
        var next = document.FollowUps.Select(f => (DateTimeOffset?)f.Due).Append(sends).Min();
        if (next is null)
        {
            return new OwnerWork([], HasSends: false, await CleanAsync(document));
        }

        _workedAt = _time.GetTimestamp();
        return new OwnerWork(
            FollowUpsOf(document).Where(f => f.Due <= now).ToArray(),
            sends <= now,
            next > now ? next - now : TimeSpan.Zero);
    }

    public ValueTask<OutgoingCall?> NextSendAsync(Guid sender, SendReport? previous, TimeSpan lease)
    {
        _ = Commits;
        Resident.Used();
        return _outbox.NextAsync(sender, previous, lease);
    }

    public async ValueTask EraseAsync(CancellationToken cancellation)
    {
        if (!await Commits.TellDecidedAsync())
        {
            throw new DataUnavailableException(
                "A session was not erased: what its last update changed elsewhere is not settled. Repeat the call.");
        }

        var noted = await _index.RevisionOfAsync(_key);
        await _memory.DeleteAsync(cancellation);
        await _index.DeleteAsync(_key, noted);
    }

    public ValueTask<bool> PrepareAsync(PreparedCommit prepared)
    {
        _ = Commits;
        Resident.Used();
        return _shared.PrepareAsync(prepared);
    }

    public ValueTask SettleAsync(Guid commit, bool happened) => _shared.SettleAsync(commit, happened);

    public ValueTask<CommitFate> FateAsync(Guid commit, bool wait) => _shared.FateAsync(commit, wait);

    public void Dispose() => _memory.Dispose();

    private static FollowUp[] FollowUpsOf(SessionDocument document) => [.. document.FollowUps.Select(f => new FollowUp
    {
        Id = f.Id,
        Due = f.Due,
        Stamp = f.Stamp,
        Payload = f.Payload is { } payload ? new JsonText(payload.GetRawText()) : null,
    })];

    /// <summary>Tells the desk of what was added. It finds it by itself, too, when this fails.</summary>
    private async ValueTask NoteAsync(TurnCommit commit)
    {
        // The instance that has committed sends at once; others come only when it does not.
        TimeSpan? after = commit.Sends.Count > 0 ? TimeSpan.FromSeconds(1)
            : commit.Scheduled.Count > 0 ? commit.Scheduled.Min(f => f.Due) - _time.GetUtcNow()
            : null;
        _workedAt = after is null ? _workedAt : _time.GetTimestamp();
        try
        {
            if (after is { } pause)
            {
                await _grains.GetGrain<IUpdateDeskGrain>(_key.Bot.Value).NoteAsync(_key.Owner, pause);
            }
        }
        catch (Exception e)
        {
            Log.DeskNotTold(_logger, Errors.StorageErrors.Describe(e));
        }
    }

    /// <summary>Takes the record of the work index away when there has been no work for a while.</summary>
    /// <returns>When to look again; null for never.</returns>
    private async ValueTask<TimeSpan?> CleanAsync(SessionDocument document)
    {
        if (document.Indexed is null)
        {
            return null;
        }

        var idle = _time.GetElapsedTime(_workedAt);
        if (idle < IdleBeforeCleaning)
        {
            return IdleBeforeCleaning - idle;
        }

        var noted = await _index.RevisionOfAsync(_key);
        var cleaned = await _memory.ChangeAsync((present, _) => present.FollowUps.Count + present.Sends.Count > 0
            ? null
            : present with { Indexed = null });
        if (cleaned is null)
        {
            return TimeSpan.Zero;
        }

        await _index.DeleteAsync(_key, noted);
        return null;
    }

    private InvalidInputException BadKey()
    {
        // Nothing is worth keeping of an activation whose key names no session.
        DeactivateOnIdle();
        return new InvalidInputException(_badKey!.Message);
    }
}
