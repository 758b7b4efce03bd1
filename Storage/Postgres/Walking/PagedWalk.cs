using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace HybridOrleans.Storage.Postgres.Walking;

/// <summary>Walks a component by pages, on the read-only server when there is one.</summary>
/// <remarks>
/// The next page is on its way while a page is consumed, so that server and consumer work at the same time; a gentle
/// walk asks for it when it is needed. A page that
/// the server cannot bring because of one row is read row by row, and that row appears as damaged.
/// </remarks>
internal sealed class PagedWalk(
    PostgresCalls calls, PostgresErrors errors, PostgresStoreOptions options, ILogger logger)
{
    private const int GentlePageSize = 64;

    private readonly int _pageSize = options.WalkPageSize;
    private readonly int _bytesMax = options.ReadBatchBytesMax;

    public async IAsyncEnumerable<T> WalkAsync<T>(
        Component component, WalkQuery<T> query, RecordCursor after, IWalkPace pace,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<List<WalkedRow<T>>>? next = null;
        try
        {
            while (await (next ?? NextAsync(after)).ConfigureAwait(false) is { Count: > 0 } page)
            {
                after = page[^1].Place;
                next = pace.IsGentle ? null : NextAsync(after);
                foreach (var row in page)
                {
                    if (row is { IsOurs: true, Value: { } value })
                    {
                        yield return value;
                    }
                }
            }
        }
        finally
        {
            // A walk that is left early leaves no page on its way. Its error is nobody's any more.
            await ended.CancelAsync().ConfigureAwait(false);
            await ((Task?)next ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<List<WalkedRow<T>>> NextAsync(RecordCursor from)
        {
            var pageSize = pace.IsGentle ? Math.Min(GentlePageSize, _pageSize) : _pageSize;
            return PageAsync(component, query, from, pageSize, ended.Token);
        }
    }

    private async Task<List<WalkedRow<T>>> PageAsync<T>(
        Component component, WalkQuery<T> query, RecordCursor after, int pageSize, CancellationToken cancellation)
    {
        var (page, isUnreadable) = await calls.RunReadOnlyAsync(
            async (connection, limited) =>
            {
                try
                {
                    return (await RowsAsync(connection, query.Page, after, pageSize, limited), false);
                }
                catch (PostgresException e) when (PostgresErrors.IsOfOneRow(e))
                {
                    return ([], true);
                }
            },
            e => errors.ReadFailed(component, e), cancellation).ConfigureAwait(false);
        return isUnreadable
            ? await OneByOneAsync(component, query, after, cancellation).ConfigureAwait(false)
            : page;

        Task<List<WalkedRow<T>>> RowsAsync(
            NpgsqlConnection connection, string sql, RecordCursor from, int max, CancellationToken limited)
            => ReadAsync(connection, sql, from, max, row => Met(component, row, query.Read), limited);
    }

    /// <summary>The rows of a smaller page, each read alone behind the one before it.</summary>
    private async Task<List<WalkedRow<T>>> OneByOneAsync<T>(
        Component component, WalkQuery<T> query, RecordCursor after, CancellationToken cancellation)
    {
        const int PageSize = 100;
        var keys = await calls.RunReadOnlyAsync(
            (connection, limited) => ReadAsync(
                connection, KeysOnly(component), after, PageSize,
                row => Met(component, row, (key, _) => query.Damaged(key)), limited),
            e => errors.ReadFailed(component, e), cancellation).ConfigureAwait(false);
        var page = new List<WalkedRow<T>>(keys.Count);
        foreach (var key in keys)
        {
            var before = page.Count == 0 ? after : page[^1].Place;
            page.Add(await calls.RunReadOnlyAsync(
                async (connection, limited) =>
                {
                    try
                    {
                        var met = await ReadAsync(
                            connection, query.Page, before, 1, row => Met(component, row, query.Read), limited);
                        return met is [var only] && only.Place == key.Place ? only : key;
                    }
                    catch (PostgresException e) when (PostgresErrors.IsOfOneRow(e))
                    {
                        return key;
                    }
                },
                e => errors.ReadFailed(component, e), cancellation).ConfigureAwait(false));
        }

        return page;
    }

    private static string KeysOnly(Component component)
        => $"select bucket, key from {component} where component = '{component}' and (bucket, key) > ($1, $2) "
            + "and $4::bigint > 0 order by bucket, key limit $3";

    private async Task<List<WalkedRow<T>>> ReadAsync<T>(
        NpgsqlConnection connection, string sql, RecordCursor after, int max,
        Func<NpgsqlDataReader, WalkedRow<T>> read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)after.Bucket });
        command.Parameters.Add(
            new NpgsqlParameter<string> { TypedValue = after.KeyText, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _bytesMax });
        var page = new List<WalkedRow<T>>();
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            page.Add(read(reader));
        }

        return page;
    }

    /// <summary>A row of a key that is never written here is passed over.</summary>
    private WalkedRow<T> Met<T>(Component component, NpgsqlDataReader row, Func<RecordKey, NpgsqlDataReader, T> read)
    {
        var place = new RecordCursor(row.GetInt16(0), row.GetString(1));
        RecordKey key;
        try
        {
            key = RecordKey.FromText(component, place.KeyText);
        }
        catch (InvalidRecordException e)
        {
            logger.PostgresForeignKey(e, component.Name, (short)place.Bucket);
            return new WalkedRow<T>(place, IsOurs: false, default);
        }

        return new WalkedRow<T>(place, IsOurs: true, read(key, row));
    }
}
