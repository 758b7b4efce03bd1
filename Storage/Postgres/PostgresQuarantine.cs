using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using HybridOrleans.Storage.Quarantine;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres;

/// <summary>Keeps quarantined bytes in the table <c>quarantine</c>, byte for byte.</summary>
/// <remarks>An item is the same when owner, source and content are; the first one kept stays.</remarks>
public sealed class PostgresQuarantine : IQuarantine
{
    private const int PageSize = 16;

    private readonly PostgresConnections _connections;
    private readonly PostgresErrors _errors;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;

    internal PostgresQuarantine(
        PostgresConnections connections, PostgresErrors errors, TimeSpan limit, TimeProvider time)
    {
        _connections = connections;
        _errors = errors;
        _limit = limit;
        _time = time;
    }

    /// <inheritdoc/>
    public async ValueTask KeepAsync(QuarantinedItem item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        await RunAsync<object?>(KeepOnAsync, cancellation);

        async Task<object?> KeepOnAsync(NpgsqlConnection connection, CancellationToken limited)
        {
            await using var command = new NpgsqlCommand(
                """
                insert into quarantine (owner, source, reason, content, content_hash, kept_at)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (owner, content_hash, hashtextextended(source, 0)) do nothing
                """,
                connection);
            var content = item.Content.ToArray();
            command.Parameters.Add(Text(item.Owner));
            command.Parameters.Add(Text(item.Source));
            command.Parameters.Add(Text(item.Reason));
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = content });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(content) });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = item.KeptAt.UtcDateTime });
            await command.ExecuteNonQueryAsync(limited);
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(
        string owner, IReadOnlyList<string> origins, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(origins);
        await RunAsync(RemoveOnAsync, cancellation);

        async Task<int> RemoveOnAsync(NpgsqlConnection connection, CancellationToken limited)
        {
            await using var command = new NpgsqlCommand(
                """
                delete from quarantine
                where owner = $1 and exists (
                  select from unnest($2::text[]) o
                  where starts_with(source, o) and substr(source, length(o) + 1, 1) !~ '[0-9]')
                """,
                connection);
            command.Parameters.Add(Text(owner));
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. origins] });
            return await command.ExecuteNonQueryAsync(limited);
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveItemAsync(QuarantinedItem item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        await RunAsync(RemoveOnAsync, cancellation);

        async Task<int> RemoveOnAsync(NpgsqlConnection connection, CancellationToken limited)
        {
            await using var command = new NpgsqlCommand(
                "delete from quarantine where owner = $1 and source = $2 and content_hash = $3", connection);
            command.Parameters.Add(Text(item.Owner));
            command.Parameters.Add(Text(item.Source));
            command.Parameters.Add(
                new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(item.Content.Span) });
            return await command.ExecuteNonQueryAsync(limited);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<QuarantinedItem> ListAsync(
        string owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = (KeptAt: DateTime.MinValue, Id: 0L);
        List<(long Id, QuarantinedItem Item)> page;
        do
        {
            page = await RunAsync((connection, limited) => PageAsync(connection, owner, last, limited), cancellation);
            foreach (var (id, item) in page)
            {
                last = (item.KeptAt.UtcDateTime, id);
                yield return item;
            }
        }
        while (page.Count == PageSize);
    }

    private static async Task<List<(long Id, QuarantinedItem Item)>> PageAsync(
        NpgsqlConnection connection, string owner, (DateTime KeptAt, long Id) after, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select id, owner, source, reason, content, kept_at from quarantine
            where owner = $1 and (kept_at, id) > ($2, $3)
            order by kept_at, id limit {PageSize}
            """,
            connection);
        command.Parameters.Add(Text(owner));
        command.Parameters.Add(new NpgsqlParameter<DateTime>
        {
            TypedValue = DateTime.SpecifyKind(after.KeptAt, DateTimeKind.Utc),
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after.Id });
        var page = new List<(long, QuarantinedItem)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            page.Add((reader.GetInt64(0), new QuarantinedItem
            {
                Owner = reader.GetString(1),
                Source = reader.GetString(2),
                Reason = reader.GetString(3),
                Content = reader.GetFieldValue<byte[]>(4),
                KeptAt = reader.GetFieldValue<DateTimeOffset>(5),
            }));
        }

        return page;
    }

    private async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await using var connection = await _connections.OpenAsync(either.Token).ConfigureAwait(false);
            return await work(connection, either.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            throw _errors.QuarantineFailed(e);
        }
    }

    private static NpgsqlParameter<string> Text(string value)
        => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
}
