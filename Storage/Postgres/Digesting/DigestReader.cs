using System.Data;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres.Reading;
using HybridOrleans.Storage.Records;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Digesting;

/// <summary>Answers batches of looks at single keys of one component.</summary>
/// <remarks>
/// The server hashes, so that no body travels. One statement has one snapshot: record and fence belong together. When
/// the server fails on one row, halves of the batch are read alone until only that row is left.
/// </remarks>
internal sealed class DigestReader(
    Component component, PostgresConnections connections, PostgresErrors errors, PostgresStoreOptions options,
    TimeProvider time)
{
    /// <summary>The hash of a body's bytes, which <c>json</c> keeps as they came.</summary>
    public const string HashOfBody = "sha256(convert_to(r.body::text, 'UTF8'))";

    private readonly ReadRefusals _refusals = new(component, errors);
    private readonly TimeSpan _limit = options.OperationTimeout;
    private readonly string _sql = SqlOf(component, new RecordTable(component));


    /// <summary>Answers or fails every request.</summary>
    public async Task RunAsync(IReadOnlyList<DigestRequest> requests)
    {
        using var deadline = new CancellationTokenSource(_limit, time);
        try
        {
            var keys = requests.Select(r => r.Key.Text).Distinct(StringComparer.Ordinal).ToArray();
            var rows = await connections.ReadAsync(
                connection => ReadAsync(connection, keys, deadline.Token), deadline.Token).ConfigureAwait(false);
            foreach (var request in requests)
            {
                Answer(request, rows[request.Key.Text]);
            }
        }
        catch (Exception e)
        {
            var error = e as StoreUnavailableException ?? errors.ReadFailed(component, e);
            foreach (var request in requests)
            {
                request.Fail(error);
            }
        }
    }

    /// <summary>Looks at keys over a connection that is open. A row for each of them.</summary>
    public async Task<Dictionary<string, DigestRow>> ReadAsync(
        NpgsqlConnection connection, string[] keys, CancellationToken cancellation)
    {
        var rows = new Dictionary<string, DigestRow>(keys.Length, StringComparer.Ordinal);
        await ReadAsync(connection, keys, rows, cancellation).ConfigureAwait(false);
        return rows;
    }

    private async Task ReadAsync(
        NpgsqlConnection connection, string[] keys, Dictionary<string, DigestRow> rows, CancellationToken cancellation)
    {
        try
        {
            await using var command = new NpgsqlCommand(_sql, connection);
            command.Parameters.Add(new NpgsqlParameter<string[]>
            {
                TypedValue = keys,
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            });
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                var row = DigestRow.From(reader);
                rows[row.Key] = row;
            }
        }
        catch (PostgresException e) when (PostgresErrors.IsOfOneRow(e))
        {
            await ReopenAsync(connection, cancellation).ConfigureAwait(false);
            if (keys.Length == 1)
            {
                rows[keys[0]] = await DamagedAsync(connection, keys[0], e, cancellation).ConfigureAwait(false);
                return;
            }

            var half = keys.Length / 2;
            await ReadAsync(connection, keys[..half], rows, cancellation).ConfigureAwait(false);
            await ReadAsync(connection, keys[half..], rows, cancellation).ConfigureAwait(false);
        }
    }

    // The driver gives a connection up on which the server met damaged data, though the session goes on.
    private static async Task ReopenAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (connection.State != ConnectionState.Open)
        {
            await connection.CloseAsync().ConfigureAwait(false);
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
        }
    }

    // The fence stands also where the row beside it cannot be read.
    private async Task<DigestRow> DamagedAsync(
        NpgsqlConnection connection, string key, Exception damage, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select lowest, listing is not null from fences where component = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = component.Name });
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        return await reader.ReadAsync(cancellation).ConfigureAwait(false)
            ? new DigestRow(key, reader.GetInt64(0), reader.GetBoolean(1), 0, null, damage)
            : throw errors.FenceMissing(component);
    }

    private static string SqlOf(Component component, RecordTable table) => $"""
        select i.key, {table.LowestOf("i.key", "f")}, f.listing is not null, r.revision, {HashOfBody}
        from unnest($1) as i(key)
        left join lateral (
          select * from {component.Name} where {table.Has("i.key")} limit 1
        ) r on true
        left join fences f on f.component = '{component.Name}'
        """;

    private void Answer(DigestRequest request, DigestRow row)
    {
        if (_refusals.Of(request.Epoch, row.Lowest, row.Key, row.Damage) is { } refusal)
        {
            request.Fail(refusal);
        }
        else
        {
            request.Answer(row.Revision == 0 ? null : new RecordDigest(request.Key, new(row.Revision), row.Hash));
        }
    }
}
