using HybridOrleans.Storage.Postgres.Reading;
using HybridOrleans.Storage.Records;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Stamping;

/// <summary>Answers batches of questions for the stamps of single keys of one component.</summary>
/// <remarks>
/// The columns lie in the row itself: a body that the server keeps apart is neither read nor hashed. One statement has
/// one snapshot, so that the stamp and the fence belong together.
/// </remarks>
internal sealed class StampReader(
    Component component, PostgresConnections connections, PostgresErrors errors, PostgresStoreOptions options,
    TimeProvider time)
{
    private readonly ReadRefusals _refusals = new(component, errors);
    private readonly TimeSpan _limit = options.OperationTimeout;
    private readonly string _one = OneOf(component, new RecordTable(component));
    private readonly string _many = ManyOf(component, new RecordTable(component));

    /// <summary>Answers or fails every request.</summary>
    public async Task RunAsync(IReadOnlyList<StampRequest> requests)
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

    /// <summary>When the server fails on one row, halves go alone until only that row is left.</summary>
    private async Task RunAsync(ILookup<string, StampRequest> requests, string[] keys, CancellationToken cancellation)
    {
        try
        {
            var rows = await connections.ReadAsync(
                connection => ReadAsync(connection, keys, cancellation), cancellation).ConfigureAwait(false);
            foreach (var row in rows)
            {
                foreach (var request in requests[row.Key])
                {
                    Answer(request, row);
                }
            }
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
        }
    }

    private static string OneOf(Component component, RecordTable table) => $"""
        select f.lowest, $1, r.revision, r.write_id, r.deleted, r.body_hash
        from (select {table.Lowest("$1")} as lowest) f
        left join {component.Name} r on {table.Has("$1", "r.")}
        """;

    private static string ManyOf(Component component, RecordTable table) => $"""
        select {table.Lowest("i.key")}, i.key, r.revision, r.write_id, r.deleted, r.body_hash
        from unnest($1) as i(key)
        left join lateral (
          select * from {component.Name} where {table.Has("i.key")} limit 1
        ) r on true
        """;

    private async Task<List<StampRow>> ReadAsync(
        NpgsqlConnection connection, string[] keys, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(keys.Length == 1 ? _one : _many, connection);
        command.Parameters.Add(keys.Length == 1
            ? new NpgsqlParameter<string> { TypedValue = keys[0], NpgsqlDbType = NpgsqlDbType.Text }
            : new NpgsqlParameter<string[]>
            {
                TypedValue = keys,
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            });
        return await StampRow.AllAsync(command, cancellation).ConfigureAwait(false);
    }

    private void Answer(StampRequest request, StampRow row)
    {
        if (_refusals.Of(request.Epoch, row.Lowest, row.Key, damage: null) is { } refusal)
        {
            request.Fail(refusal);
        }
        else
        {
            request.Answer(row.Stamp);
        }
    }

    private static void Fail(IEnumerable<StampRequest> requests, Exception error)
    {
        foreach (var request in requests)
        {
            request.Fail(error);
        }
    }
}
