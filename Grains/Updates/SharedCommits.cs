using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Updates;

/// <summary>This document's part in commits that change several documents.</summary>
/// <remarks>
/// <para>
/// A commit first lays what it will make of every other document down in it, then changes the document of its order key
/// (its home) by one compare-and-set, and then tells the others. That one write decides: who finds something prepared
/// asks the home, which answers from what it has stored, and takes the right to commit away when nothing is stored. So
/// a commit is all or nothing for whoever reads after it, wherever a process dies.
/// </para>
/// <para>
/// A change that meets another open commit gives up and is tried again by its caller: nobody waits while he has
/// something prepared, so that no circle of waiters can close.
/// </para>
/// </remarks>
internal sealed class SharedCommits(SessionMemory memory, IGrainFactory grains, TimeProvider time)
{
    private (Guid Commit, Task Done)? _running;

    /// <summary>The document with nothing prepared in it.</summary>
    /// <exception cref="HybridException">The home of a prepared commit, or a store, does not answer.</exception>
    public async ValueTask<SessionDocument> ReadAsync()
    {
        var document = await memory.GetAsync();
        while (document.Prepared is { } prepared)
        {
            await TrySettleAsync(prepared, wait: true);
            document = await memory.GetAsync();
        }

        return document;
    }

    /// <inheritdoc cref="ISessionPeer.PrepareAsync"/>
    public async ValueTask<bool> PrepareAsync(PreparedCommit prepared)
    {
        if (!await TryFreeAsync())
        {
            return false;
        }

        var written = await memory.ChangeAsync((document, _) =>
            document.Prepared is null && prepared.Changes.Fit(document)
                ? document with { Prepared = prepared }
                : null);
        return written is not null;
    }

    /// <summary>Settles what is prepared, unless its commit is just being made.</summary>
    /// <returns>True when nothing is prepared.</returns>
    public async ValueTask<bool> TryFreeAsync()
        => (await memory.GetAsync()).Prepared is not { } prepared || await TrySettleAsync(prepared, wait: false);

    /// <inheritdoc cref="ISessionPeer.SettleAsync"/>
    public async ValueTask SettleAsync(Guid commit, bool happened) => await memory.ChangeAsync((document, revision) =>
        document.Prepared is not { } prepared || prepared.Commit != commit ? null
        : !happened ? document with { Prepared = null }
        : document with
        {
            Prepared = null,
            States = prepared.Changes.ApplyTo(document, revision, time.GetUtcNow()),
        });

    /// <summary>Marks a commit of this home as being made, until the answer is disposed of.</summary>
    public IDisposable Begin(Guid commit)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running = (commit, done.Task);
        return new Running(() =>
        {
            _running = null;
            done.SetResult();
        });
    }

    /// <inheritdoc cref="ISessionPeer.FateAsync"/>
    public async ValueTask<CommitFate> FateAsync(Guid commit, bool wait)
    {
        if (_running is { } running && running.Commit == commit)
        {
            if (!wait)
            {
                return CommitFate.Open;
            }

            await running.Done;
        }

        var fate = CommitFate.Aborted;
        await memory.ChangeAsync((document, revision) =>
        {
            fate = document.Decided.Any(d => d.Commit == commit) ? CommitFate.Committed : CommitFate.Aborted;

            // Another activation may be about to make it: after this its turn does not fit any more.
            return fate == CommitFate.Committed ? null : document with { Turn = revision };
        });
        return fate;
    }

    private async ValueTask<bool> TrySettleAsync(PreparedCommit prepared, bool wait)
    {
        var fate = await grains.GetGrain<ISessionPeer>(prepared.Home).FateAsync(prepared.Commit, wait);
        if (fate == CommitFate.Open)
        {
            return false;
        }

        await SettleAsync(prepared.Commit, fate == CommitFate.Committed);
        return true;
    }

    private sealed class Running(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
