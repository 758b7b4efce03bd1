using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Reading;

/// <summary>Walks the records of a component by pages, on the read-only server when there is one.</summary>
internal sealed class RecordWalk(
    PostgresConnections connections, PostgresErrors errors, PostgresStoreOptions options, TimeProvider time,
    ILogger logger)
{
    private readonly TimeSpan _limit = options.OperationTimeout;
    private readonly int _pageSize = options.WalkPageSize;

    public async IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<Row> page;
        do
        {
            page = await PageAsync(component, keyPrefix, after, cancellation).ConfigureAwait(false);
            foreach (var row in page)
            {
                after = new RecordCursor(row.Bucket, row.Key);
                if (ToHeader(component, row) is { } header)
                {
                    yield return header;
                }
            }
        }
        while (page.Count == _pageSize);
    }

    private async Task<List<Row>> PageAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await using var connection = await connections.OpenReadOnlyAsync(either.Token).ConfigureAwait(false);
            await using var command = keyPrefix.Length == 0
                ? AllKeys(connection, component, after)
                : KeysOfPrefix(connection, component, keyPrefix, after);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _pageSize });
            var page = new List<Row>(_pageSize);
            await using var reader = await command.ExecuteReaderAsync(either.Token).ConfigureAwait(false);
            while (await reader.ReadAsync(either.Token).ConfigureAwait(false))
            {
                page.Add(new Row(reader.GetInt16(0), reader.GetString(1), reader.GetInt64(2), reader.GetBoolean(3)));
            }

            return page;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not StoreUnavailableException)
        {
            throw errors.ReadFailed(component, e);
        }
    }

    private static NpgsqlCommand AllKeys(NpgsqlConnection connection, Component component, RecordCursor after)
        => new(
            $"""
            select bucket, key, revision, deleted from {component.Name}
            where component = '{component.Name}' and (bucket, key) > ($1, $2)
            order by bucket, key limit $3
            """,
            connection)
        {
            Parameters = { Bucket(after), Text(after.KeyText) },
        };

    // One look into the index for each bucket: the keys of one bot are found without passing over those of the others.
    // The buckets come in order, and so do the keys of each.
    private static NpgsqlCommand KeysOfPrefix(
        NpgsqlConnection connection, Component component, string keyPrefix, RecordCursor after)
        => new(
            $"""
            select r.bucket, r.key, r.revision, r.deleted
            from generate_series(greatest($1, 0::smallint), 255) b(bucket)
            cross join lateral (
              select bucket, key, revision, deleted from {component.Name}
              where component = '{component.Name}' and bucket = b.bucket and key >= $3 and key < $4
                and (b.bucket > $1 or key > $2)
              order by key limit $5
            ) r
            limit $5
            """,
            connection)
        {
            Parameters = { Bucket(after), Text(after.KeyText), Text(keyPrefix), Text(keyPrefix + '\x7f') },
        };

    private RecordHeader? ToHeader(Component component, Row row)
    {
        try
        {
            return new RecordHeader(
                RecordKey.FromText(component, row.Key), new Revision(row.Revision), row.IsDeleted);
        }
        catch (InvalidRecordException e)
        {
            logger.PostgresForeignKey(e, component.Name, row.Bucket);
            return null;
        }
    }

    private static NpgsqlParameter<short> Bucket(RecordCursor after)
        => new() { TypedValue = (short)after.Bucket };

    private static NpgsqlParameter<string> Text(string value)
        => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private readonly record struct Row(short Bucket, string Key, long Revision, bool IsDeleted);
}
