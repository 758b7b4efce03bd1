using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Postgres.Fencing;
using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Changes;

/// <summary>Lists changed keys in a table, in the transaction of the change.</summary>
/// <remarks>
/// <para>
/// Starting and stopping take the exclusive lock of the component, so that no batch is on its way that has looked at
/// the old state: a change that is acknowledged after the start is listed.
/// </para>
/// <para>
/// An entry takes its number before its commit, so that 8 may be visible before 7. A reader that simply went on after 8
/// would never see 7. It therefore (1) notes the highest number that was taken, (2) notes which sessions are inside a
/// batch, (3) waits until these are over, and (4) reads up to the noted number. Whoever took a number up to it held the
/// batches' shared lock since before, so that it was either over at (2) or is waited for. Batches that begin later take
/// higher numbers and are not waited for, so that writers never stop and the reader never starves. Reading below the
/// oldest transaction of the server would do as well, but a long transaction of anybody, in any database, would hold
/// up a switch of the root.
/// </para>
/// </remarks>
internal sealed class PostgresChangeLog(
    PostgresCalls calls, ExclusiveTurn turn, PostgresErrors errors, TimeSpan limit, TimeProvider time)
    : IChangeLog
{
    /// <summary>A batch may take this long before the start or stop of a listing ends its session.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks at batches that are waited for; most are over within it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <inheritdoc/>
    public async ValueTask<ChangePosition> StartAsync(Component component, CancellationToken cancellation)
        => await turn.RunAsync(
            component, Patience,
            (connection, limited) => ChangeStatements.StartAsync(connection, component, limited),
            Failed(component, "started"), cancellation).ConfigureAwait(false)
            ?? throw errors.FenceMissing(component);

    /// <inheritdoc/>
    public async ValueTask<ChangePage> ReadAsync(
        Component component, ChangePosition after, int max, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return await calls.RunAsync(
            async (connection, limited) =>
            {
                var settled = await SettleAsync(connection, component, limited).ConfigureAwait(false);
                return await ChangeStatements.ReadAsync(connection, component, after, settled, max, limited)
                    .ConfigureAwait(false);
            },
            Failed(component, "read"), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask TrimAsync(Component component, ChangePosition upTo, CancellationToken cancellation)
    {
        // Readers from before learn it first; what is then deleted in pieces is asked for by nobody.
        var isListed = await calls.RunAsync(
            (connection, limited) => ChangeStatements.MarkTrimmedAsync(connection, component, upTo, limited),
            Failed(component, "trimmed"), cancellation).ConfigureAwait(false);
        if (isListed)
        {
            await DeleteAsync(component, upTo.Sequence, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync(Component component, CancellationToken cancellation)
    {
        var end = await turn.RunAsync(
            component, Patience,
            (connection, limited) => ChangeStatements.StopAsync(connection, component, limited),
            Failed(component, "stopped"), cancellation).ConfigureAwait(false);
        await DeleteAsync(component, end, cancellation).ConfigureAwait(false);
    }

    private async Task DeleteAsync(Component component, long upTo, CancellationToken cancellation)
    {
        while (await calls.RunAsync(
            (connection, limited) => ChangeStatements.DeleteAsync(connection, component, upTo, limited),
            Failed(component, "trimmed"), cancellation).ConfigureAwait(false) == ChangeStatements.DeletedAtOnceMax)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <returns>A number up to which every entry is committed, or never will be.</returns>
    private async Task<long> SettleAsync(
        NpgsqlConnection connection, Component component, CancellationToken cancellation)
    {
        var end = await ChangeStatements.EndAsync(connection, cancellation).ConfigureAwait(false);
        var inside = await ChangeStatements.InsideAsync(connection, component, cancellation).ConfigureAwait(false);
        var left = new HashSet<string>(inside, StringComparer.Ordinal);
        if (left.Count > 0)
        {
            // The client of such a batch has given it up long ago, or is frozen inside it.
            await LockHolders.EndAsync(connection, component, 2 * limit, cancellation).ConfigureAwait(false);
        }

        while (left.Count > 0)
        {
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
            left.IntersectWith(
                await ChangeStatements.InsideAsync(connection, component, cancellation).ConfigureAwait(false));
        }

        return end;
    }

    private Func<Exception, StoreUnavailableException> Failed(Component component, string what)
        => e => errors.ListFailed(component, what, e);
}
