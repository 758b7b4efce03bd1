using System.Collections.Concurrent;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Months;

/// <summary>Has the table of a month made before the first write of this process to it.</summary>
/// <remarks>
/// A table that cannot be made stops nobody: the rows lie in the default partition, which every statement sees, and
/// move when it can be made.
/// </remarks>
internal sealed class MonthsBeforeWrites(MonthTables tables, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>For each month: when to try again.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<DateTimeOffset>>> _months = new(StringComparer.Ordinal);
    private int _isTold;

    public ValueTask EnsureAsync(RecordKey key, CancellationToken cancellation)
        => key.Component == Component.Analytics && EventMonthText.Of(key.Text) is { } month
            ? EnsureAsync(month, cancellation)
            : default;

    public async ValueTask EnsureAsync(IReadOnlyList<RecordCopy> copies, CancellationToken cancellation)
    {
        if (copies.Count > 0 && copies[0].Key.Component == Component.Analytics)
        {
            foreach (var month in copies.Select(c => EventMonthText.Of(c.Key.Text)).OfType<string>().Distinct())
            {
                await EnsureAsync(month, cancellation).ConfigureAwait(false);
            }
        }
    }

    private ValueTask EnsureAsync(string month, CancellationToken cancellation)
    {
        var made = _months.GetOrAdd(month, New);
        if (made.Value is { IsCompletedSuccessfully: true } known && known.Result <= time.GetUtcNow())
        {
            _months.TryUpdate(month, New(month), made);
            made = _months[month];
        }

        return made.Value.IsCompletedSuccessfully ? default : new(made.Value.WaitAsync(cancellation));
    }

    private Lazy<Task<DateTimeOffset>> New(string month) => new(() => MakeAsync(month));

    private async Task<DateTimeOffset> MakeAsync(string month)
    {
        try
        {
            // Nobody's token: those who come later wait for the same.
            await tables.MakeAsync(month, CancellationToken.None).ConfigureAwait(false);
            return DateTimeOffset.MaxValue;
        }
        catch (StoreUnavailableException e) when (e.InnerException is PostgresException server
            && PostgresErrors.IsRolledBack(server))
        {
            var isForbidden = server.SqlState == PostgresErrorCodes.InsufficientPrivilege;
            if (!isForbidden || Interlocked.Exchange(ref _isTold, 1) == 0)
            {
                logger.MonthNotMade(e, month, isForbidden
                    ? "the role may not create tables, or does not own the table analytics"
                    : $"SQLSTATE {server.SqlState}; it is tried again in {Pause.TotalMinutes:0} minutes");
            }

            return isForbidden ? DateTimeOffset.MaxValue : time.GetUtcNow() + Pause;
        }
        catch (StoreUnavailableException)
        {
            // The server is away, as the write itself will say.
            return DateTimeOffset.MinValue;
        }
    }
}
