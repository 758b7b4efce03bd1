using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Updates;

/// <summary>Makes the commits of one order key: <see cref="SharedCommits"/> says how.</summary>
internal sealed class Committing(
    SessionKey key, SessionMemory memory, SharedCommits shared, WorkIndex index, IGrainFactory grains,
    TimeProvider time, ILogger logger)
{
    // Commits that every document is known to have. They leave the document with its next change.
    private readonly HashSet<Guid> _settled = [];

    /// <summary>Makes the changes of a turn, or none.</summary>
    public async ValueTask<CommitState> CommitAsync(Turn turn, TurnCommit commit)
    {
        var now = time.GetUtcNow();
        var id = Guid.NewGuid();
        using var running = shared.Begin(id);
        var others = Prepare(commit, id, now);
        var change = new HomeChange(turn, commit, id, now)
        {
            Own = StoredChanges.Of([.. StatesOf(commit, own: true).SelectMany(o => o.States)], now),
            Others = [.. others.Keys],
        };

        var state = CommitState.Conflict;
        try
        {
            if (await PrepareAsync(others) && await shared.TryFreeAsync())
            {
                state = await DecideAsync(turn, change, commit, now);
            }
        }
        catch (Exception e) when (e is not OutcomeUnknownException)
        {
            await TellAsync(id, others.Keys, happened: false);
            throw;
        }

        if (await TellAsync(id, others.Keys, state == CommitState.Committed) && others.Count > 0)
        {
            _settled.Add(id);
        }

        return state;
    }

    /// <summary>Tells other documents of commits that they may not know of, as after a crash.</summary>
    /// <returns>True when all know.</returns>
    public async ValueTask<bool> TellDecidedAsync()
    {
        var all = true;
        foreach (var decided in (await memory.GetAsync()).Decided.Where(d => !_settled.Contains(d.Commit)))
        {
            if (await TellAsync(decided.Commit, decided.Others, happened: true))
            {
                _settled.Add(decided.Commit);
            }
            else
            {
                all = false;
            }
        }

        return all;
    }

    private Dictionary<string, PreparedCommit> Prepare(TurnCommit commit, Guid id, DateTimeOffset now)
    {
        if (commit.Changes.DistinctBy(c => c.Owner).Count() != commit.Changes.Count)
        {
            throw new InvalidInputException("A commit names one owner twice. Nothing was written.");
        }

        return StatesOf(commit, own: false).ToDictionary(
            change => new SessionKey(key.Bot, change.Owner).ToGrainKey(),
            change => new PreparedCommit(id, key.ToGrainKey(), StoredChanges.Of(change.States, now)));
    }

    private IEnumerable<OwnerChange> StatesOf(TurnCommit commit, bool own)
        => commit.Changes.Where(c => c.States.Count > 0 && c.Owner == key.Owner == own);

    private async Task<bool> PrepareAsync(Dictionary<string, PreparedCommit> others)
    {
        var answers = await Task.WhenAll(others.Select(
            o => grains.GetGrain<ISessionPeer>(o.Key).PrepareAsync(o.Value).AsTask()));
        return answers.All(a => a);
    }

    /// <summary>The one write that decides.</summary>
    private async ValueTask<CommitState> DecideAsync(
        Turn turn, HomeChange change, TurnCommit commit, DateTimeOffset now)
    {
        DateTimeOffset? due = commit.Sends.Count > 0 ? now
            : commit.Scheduled.Count > 0 ? commit.Scheduled.Min(f => f.Due)
            : null;
        long noted = 0;
        while (true)
        {
            var state = CommitState.Conflict;
            long missing = 0;
            await memory.ChangeAsync((document, revision) =>
            {
                if (HomeChange.IsHandled(document, turn.Request) || !change.Fits(document))
                {
                    state = HomeChange.IsHandled(document, turn.Request)
                        ? CommitState.AlreadyHandled : CommitState.Conflict;
                    return null;
                }

                var next = change.Apply(document, revision, _settled.Contains);
                if (due is { } at && !(document.Indexed <= at))
                {
                    if (noted != revision)
                    {
                        missing = revision;
                        return null;
                    }

                    next = next with { Indexed = at };
                }

                state = CommitState.Committed;
                return next;
            });
            if (missing == 0)
            {
                return state;
            }

            // For this revision only: were the document to change in between, the record might have been deleted.
            await index.WriteAsync(key, due!.Value);
            noted = missing;
        }
    }

    private async ValueTask<bool> TellAsync(Guid commit, IEnumerable<string> others, bool happened)
    {
        try
        {
            await Task.WhenAll(others.Select(
                o => grains.GetGrain<ISessionPeer>(o).SettleAsync(commit, happened).AsTask()));
            return true;
        }
        catch (Exception e)
        {
            // Who reads the document next asks here, so that nothing is lost.
            Log.CommitNotTold(logger, StorageErrors.Describe(e));
            return false;
        }
    }
}
