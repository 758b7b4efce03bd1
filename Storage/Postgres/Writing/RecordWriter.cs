using System.Data;
using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Postgres.Changes;
using HybridOrleans.Storage.Postgres.Reading;
using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Writing;

/// <summary>Answers batches of writes of one component, and says of each what is known.</summary>
internal sealed class RecordWriter(
    Component component, ListingHint listing, PostgresConnections connections, PostgresErrors errors,
    PostgresStoreOptions options, TimeProvider time)
{
    /// <summary>
    /// A refused write is tried again when the row changed between the refusal and the look at it, or when the listing
    /// of changes began or ended.
    /// </summary>
    private const int PassesMax = 4;

    private readonly WriteStatements _plain = new(component, isListing: false);
    private readonly WriteStatements _listing = new(component, isListing: true);
    private readonly RecordReader _reader = new(component, connections, errors, options, time);
    private readonly TimeSpan _limit = options.OperationTimeout;

    /// <summary>Answers or fails every request.</summary>
    public async Task RunAsync(IReadOnlyList<WriteRequest> requests)
    {
        using var deadline = new CancellationTokenSource(_limit, time);
        try
        {
            await using var connection = await connections.OpenAsync(deadline.Token).ConfigureAwait(false);
            await RunAsync(connection, requests, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever was sent is answered inside; what is left was not sent.
            Fail(requests, errors.NotReached(e));
        }
    }

    /// <summary>Answers or fails every request over a connection that is open.</summary>
    internal async Task RunAsync(
        NpgsqlConnection connection, IReadOnlyList<WriteRequest> requests, CancellationToken cancellation)
    {
        var open = requests.Where(r => r.TrySend()).ToList();
        for (var pass = 1; open.Count > 0; pass++)
        {
            if (cancellation.IsCancellationRequested)
            {
                // The driver would refuse them unsent, in words that it also has for what it did send.
                open.ForEach(r => r.TakeBack());
                Fail(open, errors.NotSentInTime(component));
                return;
            }

            HashSet<string> written;
            try
            {
                written = await SendAsync(connection, open, cancellation).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                await AfterErrorAsync(connection, open, e, cancellation).ConfigureAwait(false);
                return;
            }

            open = await AnswerAsync(connection, open, written, cancellation).ConfigureAwait(false);
            if (pass == PassesMax)
            {
                Fail(open, errors.NotSentInTime(component));
                return;
            }
        }
    }

    /// <returns>The keys that the server wrote. The transaction is committed.</returns>
    private async Task<HashSet<string>> SendAsync(
        NpgsqlConnection connection, List<WriteRequest> requests, CancellationToken cancellation)
    {
        var sent = requests.TrueForAll(r => !r.WritesNothing) ? requests : requests.FindAll(r => !r.WritesNothing);
        if (sent.Count == 0)
        {
            return [];
        }

        var statements = listing.IsOn ? _listing : _plain;
        await using var batch = sent.Count == 1
            ? statements.One(connection, sent[0])
            : statements.Many(connection, sent);
        return await LockedBatch.KeysOfAsync(batch, cancellation).ConfigureAwait(false);
    }

    private async Task AfterErrorAsync(
        NpgsqlConnection connection, List<WriteRequest> requests, Exception error, CancellationToken cancellation)
    {
        if (!PostgresErrors.IsRolledBack(error))
        {
            Fail(requests, errors.Unknown(component, error));
            return;
        }

        requests.ForEach(r => r.TakeBack());
        if (requests.Count == 1)
        {
            requests[0].Fail(errors.OfRow(component, error));
            return;
        }

        if (!PostgresErrors.MayBeOneRow(error))
        {
            Fail(requests, errors.Refused(component, error));
            return;
        }

        foreach (var request in requests)
        {
            if (connection.State != ConnectionState.Open)
            {
                request.Fail(errors.NotReached(error));
                continue;
            }

            await RunAsync(connection, [request], cancellation).ConfigureAwait(false);
        }
    }

    /// <returns>The requests that must be tried again.</returns>
    private async Task<List<WriteRequest>> AnswerAsync(
        NpgsqlConnection connection, List<WriteRequest> requests, HashSet<string> written,
        CancellationToken cancellation)
    {
        foreach (var request in requests.Where(r => written.Contains(r.Key.Text)))
        {
            request.Answer(WriteResult.AcceptedAs(request.Write.Expected.Next));
        }

        var refused = requests.FindAll(r => !written.Contains(r.Key.Text));
        if (refused.Count == 0)
        {
            return refused;
        }

        try
        {
            var keys = refused.ConvertAll(r => r.Key.Text).ToArray();
            var rows = await _reader.HeadsAsync(connection, keys, cancellation).ConfigureAwait(false);
            listing.IsOn = rows.Values.First().IsListing;
            return refused.FindAll(r => !TryAnswer(r, rows[r.Key.Text]));
        }
        catch (Exception e)
        {
            // They were refused and nothing of them was written; only the reason is not known.
            Fail(refused, errors.Refused(component, e));
            return [];
        }
    }

    /// <returns>False when the row has changed meanwhile so that the write may be accepted now.</returns>
    private bool TryAnswer(WriteRequest request, ReadRow row)
    {
        var write = request.Write;
        var stored = new Revision(row.Revision);
        if (row.Lowest is not { } lowest)
        {
            request.Fail(errors.FenceMissing(component));
        }
        else if (lowest == RecordTable.Detached)
        {
            request.Fail(errors.MonthDetached(row.Key));
        }
        else if (row.Damage is { } damage)
        {
            request.Fail(errors.Damaged(component, row.Key, damage.Message, damage));
        }
        else if (stored.Value - 1 == write.Expected.Value && row.WriteId == write.WriteId.Value)
        {
            // It was written before the fence rose; no fence makes that undone.
            request.Answer(WriteResult.AcceptedAs(stored));
        }
        else if (write.Epoch.Value < lowest)
        {
            request.Fail(StaleEpochException.Below(
                component, PostgresRecordStore.StoreName, write.Epoch, new Epoch(lowest)));
        }
        else if (stored != write.Expected)
        {
            request.Answer(WriteResult.Conflict(stored));
        }
        else if (write.Body is null && (stored == Revision.None || row.IsDeleted))
        {
            request.Answer(WriteResult.AcceptedAs(stored));
        }
        else
        {
            return false;
        }

        return true;
    }

    private static void Fail(IEnumerable<WriteRequest> requests, Exception error)
    {
        foreach (var request in requests)
        {
            request.Fail(error);
        }
    }
}
