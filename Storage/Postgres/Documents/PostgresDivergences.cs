using System.Data.Common;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Documents;

/// <summary>Keeps divergences in the table <c>divergences</c>.</summary>
internal sealed class PostgresDivergences(PostgresCalls calls, PostgresErrors errors) : IDivergenceTable
{
    private const string Add =
        """
        insert into divergences
          (component, key, json_revision, json_hash, postgres_revision, postgres_hash, reason, seen_at)
        select $1, * from unnest(
          $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::timestamptz[])
        on conflict (component, key) do update set
          json_revision = excluded.json_revision, json_hash = excluded.json_hash,
          postgres_revision = excluded.postgres_revision, postgres_hash = excluded.postgres_hash,
          reason = excluded.reason, seen_at = excluded.seen_at
        """;

    private const string Read =
        """
        select key, json_revision, json_hash, postgres_revision, postgres_hash, reason, seen_at
        from divergences where component = $1 and key > $2 order by key limit $3
        """;

    /// <inheritdoc/>
    public async ValueTask AddAsync(
        Component component, IReadOnlyList<Divergence> divergences, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(divergences);
        await ChangeAsync(
            component, Add, cancellation, Of(divergences, d => d.Key), Of(divergences, d => d.Json?.Revision),
            Of(divergences, d => d.Json?.Hash), Of(divergences, d => d.Postgres?.Revision),
            Of(divergences, d => d.Postgres?.Hash), Of(divergences, d => d.Reason),
            Of(divergences, d => d.SeenAt.UtcDateTime));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Divergence>> ReadAsync(
        Component component, string after, int max, CancellationToken cancellation)
        => await calls.RunAsync<IReadOnlyList<Divergence>>(
            async (connection, limited) =>
            {
                await using var command = CommandOf(
                    connection, Read, component,
                    new NpgsqlParameter<string> { TypedValue = after }, new NpgsqlParameter<int> { TypedValue = max });
                await using var reader = await command.ExecuteReaderAsync(limited);
                var page = new List<Divergence>();
                while (await reader.ReadAsync(limited))
                {
                    page.Add(new Divergence(
                        reader.GetString(0), SideOf(reader, 1), SideOf(reader, 3), reader.GetString(5),
                        new DateTimeOffset(reader.GetDateTime(6))));
                }

                return page;
            },
            e => errors.DivergencesFailed(component, "read", e), cancellation);

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(
        Component component, IReadOnlyList<string> keys, CancellationToken cancellation)
        => await ChangeAsync(
            component, "delete from divergences where component = $1 and key = any($2)", cancellation,
            Of(keys, key => key));

    /// <inheritdoc/>
    public async ValueTask ClearAsync(Component component, CancellationToken cancellation)
        => await ChangeAsync(component, "delete from divergences where component = $1", cancellation);

    private async ValueTask ChangeAsync(
        Component component, string sql, CancellationToken cancellation, params NpgsqlParameter[] values)
        => await calls.RunAsync(
            async (connection, limited) =>
            {
                await using var command = CommandOf(connection, sql, component, values);
                return await command.ExecuteNonQueryAsync(limited);
            },
            e => errors.DivergencesFailed(component, "changed", e), cancellation);

    private static NpgsqlCommand CommandOf(
        NpgsqlConnection connection, string sql, Component component, params NpgsqlParameter[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = component.Name });
        command.Parameters.AddRange(values);
        return command;
    }

    private static NpgsqlParameter<T[]> Of<TFrom, T>(IReadOnlyList<TFrom> rows, Func<TFrom, T> column)
        => new() { TypedValue = rows.Select(column).ToArray() };

    private static DivergentSide? SideOf(DbDataReader reader, int revision)
        => reader.IsDBNull(revision) ? null : new DivergentSide(
            reader.GetInt64(revision), reader.IsDBNull(revision + 1) ? null : reader.GetString(revision + 1));
}
