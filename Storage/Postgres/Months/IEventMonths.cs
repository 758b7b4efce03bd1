namespace HybridOrleans.Storage.Postgres.Months;

/// <summary>The tables in which a store keeps the events, one for each month.</summary>
/// <remarks>Safe for many callers at once, in many processes. A month is that of all bots.</remarks>
public interface IEventMonths
{
    /// <summary>Every month that has a table of its own or is detached, the earliest first.</summary>
    /// <exception cref="StoreUnavailableException">No answer.</exception>
    ValueTask<IReadOnlyList<MonthTable>> ListMonthsAsync(CancellationToken cancellation);

    /// <summary>Takes a month that is over away as a table of its own: nothing of it is read or written then.</summary>
    /// <param name="month">Such as <c>2026-11</c>.</param>
    /// <param name="cancellation">Stops the waiting; it may be detached all the same.</param>
    /// <returns>Null when it is done; else why not, and nothing was changed.</returns>
    /// <exception cref="StoreUnavailableException">No answer; it may be detached. Repeat the call.</exception>
    ValueTask<string?> DetachMonthAsync(string month, CancellationToken cancellation);

    /// <summary>Puts a detached month back, as its table is now.</summary>
    /// <param name="month">Such as <c>2026-11</c>.</param>
    /// <param name="cancellation">Stops the waiting; it may be back all the same.</param>
    /// <returns>Null when it is done; else why not, and nothing was changed.</returns>
    /// <exception cref="StoreUnavailableException">No answer; it may be back. Repeat the call.</exception>
    ValueTask<string?> AttachMonthAsync(string month, CancellationToken cancellation);
}
