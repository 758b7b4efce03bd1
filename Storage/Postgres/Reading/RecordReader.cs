using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Reading;

/// <summary>Answers batches of reads of one component.</summary>
internal sealed class RecordReader(
    Component component, PostgresConnections connections, PostgresErrors errors, TimeSpan limit, TimeProvider time)
{
    private readonly ReadStatements _statements = new(component);

    /// <summary>Answers or fails every request.</summary>
    public async Task RunAsync(IReadOnlyList<ReadRequest> requests)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        try
        {
            var keys = requests.Select(r => r.Key.Text).Distinct(StringComparer.Ordinal).ToArray();
            var rows = await ReadAsync(keys, deadline.Token).ConfigureAwait(false);
            var byKey = rows.ToDictionary(r => r.Key, StringComparer.Ordinal);
            foreach (var request in requests)
            {
                Answer(request, byKey[request.Key.Text]);
            }
        }
        catch (Exception e)
        {
            foreach (var request in requests)
            {
                request.Fail(e is StoreUnavailableException ? e : errors.ReadFailed(component, e));
            }
        }
    }

    /// <summary>Reads all but the bodies, for decisions about writes.</summary>
    public async Task<Dictionary<string, ReadRow>> HeadsAsync(
        NpgsqlConnection connection, string[] keys, CancellationToken cancellation)
    {
        await using var command = _statements.Heads(connection, keys);
        var rows = await ReadRow.AllAsync(command, cancellation).ConfigureAwait(false);
        return rows.ToDictionary(r => r.Key, StringComparer.Ordinal);
    }

    private async Task<List<ReadRow>> ReadAsync(string[] keys, CancellationToken cancellation)
    {
        try
        {
            return await ReadOnceAsync(keys, cancellation).ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (e is not PostgresException { InvariantSeverity: "ERROR" })
        {
            // A pooled connection outlived its server. Reading again changes nothing.
            cancellation.ThrowIfCancellationRequested();
            return await ReadOnceAsync(keys, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<List<ReadRow>> ReadOnceAsync(string[] keys, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(cancellation).ConfigureAwait(false);
        await using var command = _statements.Bodies(connection, keys);
        return await ReadRow.AllAsync(command, cancellation).ConfigureAwait(false);
    }

    private void Answer(ReadRequest request, ReadRow row)
    {
        if (row.Lowest is not { } lowest)
        {
            request.Fail(errors.FenceMissing(component));
        }
        else if (request.Epoch.Value < lowest)
        {
            request.Fail(StaleEpochException.Below(
                component, PostgresRecordStore.StoreName, request.Epoch, new Epoch(lowest)));
        }
        else if (row.Revision == 0)
        {
            request.Answer(null);
        }
        else
        {
            AnswerRecord(request, row);
        }
    }

    private static void AnswerRecord(ReadRequest request, ReadRow row)
    {
        try
        {
            request.Answer(new StoredRecord
            {
                Revision = new Revision(row.Revision),
                WriteId = new WriteId(row.WriteId),
                Body = row.IsDeleted ? null : RecordBody.Parse(row.Body),
            });
        }
        catch (InvalidRecordException e)
        {
            request.Fail(new DamagedRecordException(
                $"Row '{request.Key}' of PostgreSQL holds a body that this store does not write: {e.Message} It was "
                + "changed by hand. Restore the row, or write a new body with the next revision.", e));
        }
    }
}
