using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json.Debt;

/// <summary>Remembers in a JSON store that its follower may lack acknowledged writes.</summary>
/// <remarks>
/// <para>
/// One small file per component, replaced durably under the component's lock and read without it. Safe for many callers
/// at once, in one process and in several on the same folder. It lives as long as its store is open.
/// </para>
/// <para>
/// A process that mirrors writes opens a session before the first one, and closes it after the last one. Whoever asks
/// for the debt, begins to pay it or pays it, and whoever opens the store, finds the sessions of processes that died,
/// and raises the debt of every component that had mirrored writes.
/// </para>
/// </remarks>
public sealed class JsonDebtLedger : IDebtLedger
{
    private readonly Func<Component, JsonComponent> _open;
    private readonly JsonMigrationDocuments _documents;
    private readonly string _sessions;

    /// <summary>The ledger in a store's folder.</summary>
    /// <param name="store">The store; it is open before the first call.</param>
    public JsonDebtLedger(JsonRecordStore store)
        : this(
            (store ?? throw new ArgumentNullException(nameof(store))).ComponentOf, store.RootDirectory)
    {
    }

    internal JsonDebtLedger(Func<Component, JsonComponent> open, string root)
    {
        _open = open;
        _documents = new JsonMigrationDocuments(open);
        _sessions = $"{root}/{JsonPaths.JournalFolder}/sessions";
    }

    /// <inheritdoc/>
    public async ValueTask<DebtState> ReadAsync(Component component, CancellationToken cancellation)
    {
        await RaiseForDeadAsync(cancellation);
        return await ReadFileAsync(component, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask RaiseAsync(Component component, CancellationToken cancellation)
    {
        // Nothing is remembered here: another process may have begun to pay since.
        if (!(await ReadFileAsync(component, cancellation)).IsUnpaid)
        {
            await ChangeAsync(
                component,
                static state => state.IsUnpaid
                    ? state
                    : state with { Generation = state.Generation + 1, IsRaised = true },
                cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> BeginPayingAsync(Component component, CancellationToken cancellation)
    {
        await RaiseForDeadAsync(cancellation);
        var state = await ChangeAsync(
            component, static state => state with { Paying = state.Generation }, cancellation);
        return state.Generation;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryPayAsync(Component component, long generation, CancellationToken cancellation)
    {
        await RaiseForDeadAsync(cancellation);
        var state = await ChangeAsync(
            component,
            state => state.Generation == generation ? state with { IsRaised = false } : state,
            cancellation);
        return !state.IsRaised;
    }

    /// <summary>Notes, durably, that this process mirrors writes from now on.</summary>
    /// <returns>
    /// The session. Dispose of it when every acknowledged write is at the follower or in the debt; a process that ends
    /// without that leaves debt behind.
    /// </returns>
    /// <exception cref="StoreUnavailableException">It is not noted; mirror nothing.</exception>
    public async ValueTask<IAsyncDisposable> OpenSessionAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var users = Component.Users;
            return await _open(users).Reader.AskAsync(users, () => DebtSession.Open(_sessions), cancellation);
        }
        catch (IOException e)
        {
            throw JsonErrors.SessionFailed(e);
        }
    }

    /// <summary>Turns what dead processes left into debt.</summary>
    /// <exception cref="StoreUnavailableException">Not all is raised; what is left is found again.</exception>
    internal async ValueTask RaiseForDeadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var users = Component.Users;
            foreach (var path in await _open(users).Reader.AskAsync(users, FindSessions, cancellation))
            {
                if (DebtSession.TryTakeOver(path) is { } dead)
                {
                    await RaiseForAsync(dead, cancellation);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JsonErrors.SessionFailed(e);
        }
    }

    private async Task RaiseForAsync(DebtSession dead, CancellationToken cancellation)
    {
        try
        {
            foreach (var component in Component.All)
            {
                if (await IsMirroredAsync(component, cancellation))
                {
                    await RaiseAsync(component, cancellation);
                }
            }

            // Only now: whoever dies before this leaves the file for the next one.
            dead.Remove();
        }
        finally
        {
            dead.Leave();
        }
    }

    private async ValueTask<bool> IsMirroredAsync(Component component, CancellationToken cancellation)
    {
        try
        {
            return await _documents.ReadAsync(component, cancellation) is { } document
                && PhaseTable.Of(document.Phase).FollowerWrites == FollowerWrites.BeforeAcknowledgement;
        }
        catch (StoreUnavailableException)
        {
            // An unreadable document keeps no other component from its debt, and one debt too many costs one walk.
            return true;
        }
    }

    private string[] FindSessions()
        => Directory.Exists(_sessions) ? Directory.GetFiles(_sessions, "*" + DebtSession.Extension) : [];

    private async ValueTask<DebtState> ReadFileAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var opened = _open(component);
        try
        {
            return await opened.Reader.AskAsync(component, () => Read(opened, component), cancellation);
        }
        catch (IOException e)
        {
            throw JsonErrors.DebtUncertain(component, e);
        }
    }

    /// <returns>What stands afterwards.</returns>
    private async ValueTask<DebtState> ChangeAsync(
        Component component, Func<DebtState, DebtState> change, CancellationToken cancellation)
    {
        var opened = _open(component);
        try
        {
            return await opened.RunAsync(_ => Change(opened, component, change), cancellation);
        }
        catch (Exception e) when (e is IOException or OutcomeUnknownException)
        {
            throw JsonErrors.DebtUncertain(component, e);
        }
    }

    private static DebtState Change(JsonComponent opened, Component component, Func<DebtState, DebtState> change)
    {
        var before = Read(opened, component);
        var after = change(before);
        if (after != before)
        {
            opened.Debt.Replace(DebtText.Write(after));
        }

        return after;
    }

    private static DebtState Read(JsonComponent opened, Component component)
        => opened.Debt.Read() is not { } text ? default
            : DebtText.TryRead(text) ?? throw JsonErrors.DebtIsDamaged(component);
}
