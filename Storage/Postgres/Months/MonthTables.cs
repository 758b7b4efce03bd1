using System.Globalization;
using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Postgres.Fencing;
using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Months;

/// <summary>Makes, lists, detaches and attaches the monthly tables of the events.</summary>
/// <remarks>
/// A table changes in the exclusive turn of the component, as a fence does: no batch is on its way then, and each later
/// one sees in its own statement what is detached. A read has one snapshot, which is taken once it has the locks of the
/// tables: it sees the month's table, or that it is detached, and never neither.
/// </remarks>
internal sealed class MonthTables(PostgresCalls calls, ExclusiveTurn turn, PostgresErrors errors, TimeProvider time)
{
    /// <summary>A batch may take this long before its session is ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Makes the table of a month, unless it is there or detached.</summary>
    public async Task MakeAsync(string month, CancellationToken cancellation)
    {
        var isThere = await AskAsync<bool?>(
            "select true from analytics_months where month = $1", month, cancellation);
        if (isThere is not true)
        {
            await ChangeAsync<bool>("make", month, cancellation);
        }
    }

    /// <summary>As <see cref="IEventMonths.DetachMonthAsync"/> says.</summary>
    public async ValueTask<string?> DetachAsync(string month, CancellationToken cancellation)
        => WhyNoMonth(month) ?? (StillRuns(month)
            ? "it is not over yet, and new events would be refused"
            : await ChangeAsync<string>("detach", month, cancellation));

    /// <summary>As <see cref="IEventMonths.AttachMonthAsync"/> says.</summary>
    public async ValueTask<string?> AttachAsync(string month, CancellationToken cancellation)
        => WhyNoMonth(month) ?? await ChangeAsync<string>("attach", month, cancellation);

    /// <summary>As <see cref="IEventMonths.ListMonthsAsync"/> says.</summary>
    public Task<List<MonthTable>> ListAsync(CancellationToken cancellation)
        => calls.RunAsync(
            async (connection, limited) =>
            {
                await using var command = new NpgsqlCommand(
                    "select month, table_name, is_detached, bytes, documents from analytics_months order by month",
                    connection);
                await using var reader = await command.ExecuteReaderAsync(limited).ConfigureAwait(false);
                var months = new List<MonthTable>();
                while (await reader.ReadAsync(limited).ConfigureAwait(false))
                {
                    months.Add(new MonthTable(
                        reader.GetString(0), reader.GetString(1), reader.GetBoolean(2),
                        reader.IsDBNull(3) ? null : reader.GetInt64(3),
                        reader.IsDBNull(4) ? null : reader.GetInt64(4)));
                }

                return months;
            },
            e => errors.MonthsFailed("listed", e), cancellation);

    /// <summary>A walk that fails where it would pass over a month that still exists somewhere else.</summary>
    public async IAsyncEnumerable<T> Whole<T>(
        Component component, IAsyncEnumerable<T> walk, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await RefuseGapsAsync(component, cancellation).ConfigureAwait(false);
        await foreach (var met in walk.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return met;
        }

        await RefuseGapsAsync(component, cancellation).ConfigureAwait(false);
    }

    private async ValueTask RefuseGapsAsync(Component component, CancellationToken cancellation)
    {
        if (component == Component.Analytics && await AskAsync<string>(
            "select string_agg(month, ', ' order by month) from analytics_months where is_detached and bytes > 0",
            null, cancellation).ConfigureAwait(false) is { } months)
        {
            throw errors.WalkWithoutMonths(months);
        }
    }

    private Task<T?> ChangeAsync<T>(string verb, string month, CancellationToken cancellation)
        => turn.RunAsync(
            Component.Analytics, Patience,
            async (connection, limited) =>
            {
                try
                {
                    return await AskAsync<T>(
                        connection, $"select {verb}_analytics_month($1)", month, limited).ConfigureAwait(false);
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
                {
                    // Not the turn was missing but a table, which somebody reads for long: a dump, say.
                    throw errors.MonthsFailed("changed, because another session uses a table of the events", e);
                }
            },
            e => errors.MonthsFailed("changed", e), cancellation);

    private Task<T?> AskAsync<T>(string sql, string? month, CancellationToken cancellation)
        => calls.RunAsync(
            (connection, limited) => AskAsync<T>(connection, sql, month, limited),
            e => errors.MonthsFailed("read", e), cancellation);

    private static async Task<T?> AskAsync<T>(
        NpgsqlConnection connection, string sql, string? month, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (month is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = month });
        }

        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is T value ? value : default;
    }

    private static string? WhyNoMonth(string month)
        => EventMonthText.IsMonth(month) ? null : "it is no month from 2000-01 to 2099-12";

    private bool StillRuns(string month)
        => string.CompareOrdinal(
            month, time.GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture)) >= 0;
}
