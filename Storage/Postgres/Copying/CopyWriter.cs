using System.Data;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Postgres.Changes;
using HybridOrleans.Storage.Postgres.Digesting;
using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Copying;

/// <summary>Answers batches of copies into one component.</summary>
/// <remarks>
/// A copy that is not accepted is told why by the digest that stands, so that nothing but newer copies is ever written.
/// A repeated copy is harmless: so a batch whose connection turned out dead is sent once more over another one.
/// </remarks>
internal sealed class CopyWriter(
    Component component, ListingHint listing, PostgresConnections connections, PostgresErrors errors,
    PostgresStoreOptions options, TimeProvider time)
{
    /// <summary>As for writes: the row or the listing may change between the refusal and the look at it.</summary>
    private const int PassesMax = 4;

    private readonly CopyStatements _plain = new(component, isListing: false);
    private readonly CopyStatements _listing = new(component, isListing: true);
    private readonly DigestReader _digests = new(component, connections, errors, options, time);
    private readonly TimeSpan _limit = options.OperationTimeout;

    /// <summary>Brings in what one statement may carry.</summary>
    private delegate Task<HashSet<string>> Send(
        NpgsqlConnection connection, IReadOnlyList<CopyRequest> requests, CancellationToken cancellation);

    private CopyStatements Statements => listing.IsOn ? _listing : _plain;

    /// <summary>Answers or fails every request of a lane.</summary>
    public async Task RunAsync(IReadOnlyList<CopyRequest> requests)
    {
        var sent = requests.Where(r => r.TrySend()).ToLookup(r => r.Copy.Replaces is not null);
        await RunAsync([.. sent[false]], SendSomeAsync).ConfigureAwait(false);
        foreach (var repair in sent[true])
        {
            await RunAsync([repair], SendRepairAsync).ConfigureAwait(false);
        }
    }

    /// <summary>Answers or fails every one of a great many requests, none of them a repair.</summary>
    public Task RunBulkAsync(IReadOnlyList<CopyRequest> requests) => RunAsync(requests, SendBulkAsync);

    private async Task RunAsync(IReadOnlyList<CopyRequest> requests, Send send)
    {
        if (requests.Count == 0)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(_limit, time);
        try
        {
            try
            {
                await OnceAsync(requests, send, deadline.Token).ConfigureAwait(false);
            }
            catch (NpgsqlException e) when (!PostgresErrors.IsRolledBack(e) && !deadline.IsCancellationRequested)
            {
                await OnceAsync(requests, send, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            var error = errors.NotCopied(component, e);
            foreach (var request in requests)
            {
                request.Fail(error);
            }
        }
    }

    private async Task OnceAsync(IReadOnlyList<CopyRequest> requests, Send send, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(cancellation).ConfigureAwait(false);
        await BringInAsync(connection, requests, send, cancellation).ConfigureAwait(false);
    }

    private async Task BringInAsync(
        NpgsqlConnection connection, IReadOnlyList<CopyRequest> open, Send send, CancellationToken cancellation)
    {
        for (var pass = 1; open.Count > 0; pass++)
        {
            if (pass > PassesMax)
            {
                throw errors.NotSentInTime(component);
            }

            HashSet<string> stored;
            try
            {
                stored = await send(connection, open, cancellation).ConfigureAwait(false);
            }
            catch (PostgresException e) when (
                PostgresErrors.IsRolledBack(e) && PostgresErrors.MayBeOneRow(e)
                && connection.State == ConnectionState.Open)
            {
                await AfterErrorAsync(connection, open, send, e, cancellation).ConfigureAwait(false);
                return;
            }

            open = await AnswerAsync(connection, open, stored, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>One bad row must not fail its neighbours: halves go alone until only that row is left.</summary>
    private async Task AfterErrorAsync(
        NpgsqlConnection connection, IReadOnlyList<CopyRequest> requests, Send send, PostgresException error,
        CancellationToken cancellation)
    {
        if (requests.Count == 1)
        {
            requests[0].Fail(errors.OfRow(component, error));
            return;
        }

        var half = requests.Count / 2;
        await BringInAsync(connection, [.. requests.Take(half)], send, cancellation).ConfigureAwait(false);
        await BringInAsync(connection, [.. requests.Skip(half)], send, cancellation).ConfigureAwait(false);
    }

    /// <returns>The requests that must be tried again.</returns>
    private async Task<IReadOnlyList<CopyRequest>> AnswerAsync(
        NpgsqlConnection connection, IReadOnlyList<CopyRequest> requests, HashSet<string> stored,
        CancellationToken cancellation)
    {
        var refused = new List<CopyRequest>();
        foreach (var request in requests)
        {
            if (stored.Contains(request.Key.Text))
            {
                request.Answer(new CopyResult(CopyOutcome.Stored, request.Copy.Revision));
            }
            else
            {
                refused.Add(request);
            }
        }

        if (refused.Count == 0)
        {
            return refused;
        }

        var keys = refused.ConvertAll(r => r.Key.Text).ToArray();
        var rows = await _digests.ReadAsync(connection, keys, cancellation).ConfigureAwait(false);
        listing.IsOn = rows.Values.First().IsListing;
        return refused.FindAll(r => !TryAnswer(r, rows[r.Key.Text]));
    }

    private bool TryAnswer(CopyRequest request, DigestRow row)
    {
        if (row.Lowest is null)
        {
            request.Fail(errors.FenceMissing(component));
            return true;
        }

        if (row.Lowest == RecordTable.Detached)
        {
            request.Fail(errors.MonthDetached(row.Key));
            return true;
        }

        if (request.AnswerOf(row) is not { } answer)
        {
            return false;
        }

        request.Answer(answer);
        return true;
    }

    private async Task<HashSet<string>> SendSomeAsync(
        NpgsqlConnection connection, IReadOnlyList<CopyRequest> requests, CancellationToken cancellation)
    {
        await using var batch = Statements.Some(connection, requests);
        return await LockedBatch.KeysOfAsync(batch, cancellation).ConfigureAwait(false);
    }

    private async Task<HashSet<string>> SendRepairAsync(
        NpgsqlConnection connection, IReadOnlyList<CopyRequest> requests, CancellationToken cancellation)
    {
        var repair = requests[0];
        if (repair.Copy.Replaces is not { } replaced || repair.Copy.Revision.Value <= replaced.Value)
        {
            return [];
        }

        await using var batch = Statements.Replace(connection, repair, replaced);
        return await LockedBatch.KeysOfAsync(batch, cancellation).ConfigureAwait(false);
    }

    // The lock comes only when everything has arrived, so that a client that freezes on the way holds nothing up.
    private async Task<HashSet<string>> SendBulkAsync(
        NpgsqlConnection connection, IReadOnlyList<CopyRequest> requests, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await IncomingCopies.FillAsync(connection, requests, cancellation).ConfigureAwait(false);
        await using var batch = Statements.Merge(connection);
        batch.Transaction = transaction;
        var stored = await LockedBatch.KeysOfAsync(batch, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return stored;
    }
}
