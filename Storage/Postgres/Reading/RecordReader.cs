using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Reading;

/// <summary>Answers batches of reads of one component.</summary>
/// <remarks>
/// A batch is read in as many round trips as its bytes need. When the server fails on one row, halves of the batch are
/// read alone until only that row is left, so that its neighbours answer.
/// </remarks>
internal sealed class RecordReader(
    Component component, PostgresConnections connections, PostgresErrors errors, PostgresStoreOptions options,
    TimeProvider time)
{
    private readonly ReadRefusals _refusals = new(component, errors);
    private readonly ReadStatements _statements = new(component);
    private readonly TimeSpan _limit = options.OperationTimeout;
    private readonly int _bytesMax = options.ReadBatchBytesMax;

    /// <summary>Answers or fails every request.</summary>
    public async Task RunAsync(IReadOnlyList<ReadRequest> requests)
    {
        using var deadline = new CancellationTokenSource(_limit, time);
        try
        {
            var byKey = requests.ToLookup(r => r.Key.Text, StringComparer.Ordinal);
            await RunAsync(byKey, [.. byKey.Select(r => r.Key)], deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(requests, e as StoreUnavailableException ?? errors.ReadFailed(component, e));
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

    private async Task RunAsync(ILookup<string, ReadRequest> requests, string[] keys, CancellationToken cancellation)
    {
        List<ReadRow> rows;
        try
        {
            rows = await connections.ReadAsync(
                connection => ReadAsync(connection, keys, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (PostgresException e) when (PostgresErrors.IsOfOneRow(e))
        {
            if (keys.Length == 1)
            {
                Fail(requests[keys[0]], errors.Damaged(component, keys[0], $"SQLSTATE {e.SqlState}", e));
                return;
            }

            var half = keys.Length / 2;
            await RunAsync(requests, keys[..half], cancellation).ConfigureAwait(false);
            await RunAsync(requests, keys[half..], cancellation).ConfigureAwait(false);
            return;
        }

        foreach (var row in rows.Where(r => r.BytesLeft is null))
        {
            foreach (var request in requests[row.Key])
            {
                Answer(request, row);
            }
        }

        foreach (var left in InRoundTrips(rows.Where(r => r.BytesLeft is not null)))
        {
            await RunAsync(requests, left, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What was left behind, in groups that have room in one answer.</summary>
    private List<string[]> InRoundTrips(IEnumerable<ReadRow> left)
    {
        var groups = new List<string[]>();
        var keys = new List<string>();
        var bytes = 0L;
        foreach (var row in left)
        {
            if (keys.Count > 0 && bytes + row.BytesLeft > _bytesMax)
            {
                groups.Add([.. keys]);
                keys.Clear();
                bytes = 0;
            }

            keys.Add(row.Key);
            bytes += row.BytesLeft ?? 0;
        }

        if (keys.Count > 0)
        {
            groups.Add([.. keys]);
        }

        return groups;
    }

    private async Task<List<ReadRow>> ReadAsync(
        NpgsqlConnection connection, string[] keys, CancellationToken cancellation)
    {
        await using var command = _statements.Bodies(connection, keys, _bytesMax);
        return await ReadRow.AllAsync(command, cancellation).ConfigureAwait(false);
    }

    private void Answer(ReadRequest request, ReadRow row)
    {
        if (_refusals.Of(request.Epoch, row.Lowest, row.Key, row.Damage) is { } refusal)
        {
            request.Fail(refusal);
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

    private void AnswerRecord(ReadRequest request, ReadRow row)
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
            request.Fail(errors.Damaged(component, row.Key, e.Message, e));
        }
    }

    private static void Fail(IEnumerable<ReadRequest> requests, Exception error)
    {
        foreach (var request in requests)
        {
            request.Fail(error);
        }
    }
}
