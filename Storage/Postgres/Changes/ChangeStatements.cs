using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Postgres.Fencing;
using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Changes;

/// <summary>The statements of the list of changed keys.</summary>
internal static class ChangeStatements
{
    /// <summary>The most entries that one call deletes, so that it stays within the limit.</summary>
    public const int DeletedAtOnceMax = 10_000;

    /// <summary>
    /// Beyond it what remains is no longer counted: each page would otherwise pass over the whole list.
    /// </summary>
    private const int RemainingMax = 100_000;

    // A sequence that was never used says 1 and means 0.
    private const string End =
        "(select case when is_called then last_value else last_value - 1 end from change_log_seq_seq)";

    /// <summary>Begins a listing inside an exclusive turn, or leaves the one that stands.</summary>
    /// <returns>The place after everything that is listed; null when the fence is missing.</returns>
    public static async Task<ChangePosition?> StartAsync(
        NpgsqlConnection connection, Component component, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            update fences set listing = coalesce(listing, gen_random_uuid()),
              listing_trimmed = case when listing is null then {End} else listing_trimmed end
            where component = $1
            returning listing, {End}
            """,
            connection);
        command.Parameters.Add(Text(component.Name));
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        return await reader.ReadAsync(cancellation).ConfigureAwait(false)
            ? new ChangePosition(reader.GetGuid(0), reader.GetInt64(1))
            : null;
    }

    /// <summary>Ends the listing inside an exclusive turn.</summary>
    /// <returns>The last number that it can have given.</returns>
    public static async Task<long> StopAsync(
        NpgsqlConnection connection, Component component, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update fences set listing = null where component = $1", connection);
        command.Parameters.Add(Text(component.Name));
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        return await EndAsync(connection, cancellation).ConfigureAwait(false);
    }

    /// <summary>The highest number that anybody has taken, committed or not.</summary>
    public static async Task<long> EndAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {End}", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    /// <summary>The transactions that are inside a batch of the component.</summary>
    public static async Task<List<string>> InsideAsync(
        NpgsqlConnection connection, Component component, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select l.virtualtransaction from pg_locks l where {LockHolders.Holds(component)}", connection);
        var inside = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            inside.Add(reader.GetString(0));
        }

        return inside;
    }

    /// <summary>Reads a page up to a number that is settled. One statement, so that state and entries belong together.
    /// </summary>
    public static async Task<ChangePage> ReadAsync(
        NpgsqlConnection connection, Component component, ChangePosition after, long settled, int max,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select f.listing = $2 and $3 between f.listing_trimmed and {End}, e.seq, e.key,
              (select count(*) from (
                select from change_log where component = $1 and seq > $3 and seq <= $4 limit {RemainingMax} + $5) c)
            from fences f
            left join lateral (
              select seq, key from change_log where component = $1 and seq > $3 and seq <= $4 order by seq limit $5
            ) e on true
            where f.component = $1
            order by e.seq
            """,
            connection);
        command.Parameters.Add(Text(component.Name));
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.Log });
        command.Parameters.Add(Number(after.Sequence));
        command.Parameters.Add(Number(settled));
        command.Parameters.Add(Number(max));
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var keys = new List<RecordKey>();
        var remaining = 0L;
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (reader.IsDBNull(0) || !reader.GetBoolean(0))
            {
                return ChangePage.Broken;
            }

            remaining = reader.GetInt64(3);
            if (!reader.IsDBNull(1))
            {
                after = after with { Sequence = reader.GetInt64(1) };
                keys.Add(RecordKey.FromText(component, reader.GetString(2)));
            }
        }

        return new ChangePage(IsWhole: true, keys.ToArray(), after, remaining - keys.Count);
    }

    /// <returns>False when the place is of no listing that stands, and then nothing is forgotten.</returns>
    public static async Task<bool> MarkTrimmedAsync(
        NpgsqlConnection connection, Component component, ChangePosition upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            update fences set listing_trimmed = greatest(listing_trimmed, $3)
            where component = $1 and listing = $2 and $3 <= {End}
            """,
            connection);
        command.Parameters.Add(Text(component.Name));
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = upTo.Log });
        command.Parameters.Add(Number(upTo.Sequence));
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) == 1;
    }

    /// <returns>How many entries are gone; fewer than the most when none is left.</returns>
    public static async Task<int> DeleteAsync(
        NpgsqlConnection connection, Component component, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            delete from change_log where component = $1 and seq <= (
              select max(seq) from (
                select seq from change_log where component = $1 and seq <= $2 order by seq limit {DeletedAtOnceMax}) p)
            """,
            connection);
        command.Parameters.Add(Text(component.Name));
        command.Parameters.Add(Number(upTo));
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };
}
