using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Postgres.Months;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace HybridOrleans.Grains.Analytics;

/// <summary>Hands the months to the store; it holds nothing, so that every silo can answer.</summary>
[GrainType("event-months")]
[StatelessWorker]
internal sealed class EventMonthsGrain(RecordStores stores, ILogger<EventMonthsGrain> logger)
    : Grain, IEventMonthsGrain
{
    private IEventMonths Months => stores.EventMonths ?? throw new InvalidInputException(
        "JSON files hold events, alone or beside PostgreSQL, and there a month is a folder of each bot. Tables of "
        + "PostgreSQL are detached once it holds the events alone ('hybrid migration complete analytics'): before, the "
        + "two stores would differ. Nothing was changed.");

    public ValueTask<IReadOnlyList<MonthListing>> ListAsync(CancellationToken cancellation)
        => GuardAsync<IReadOnlyList<MonthListing>>(async () => [.. (await Months.ListMonthsAsync(cancellation)).Select(
            m => new MonthListing(EventMonth.Parse(m.Month), m.Table, m.IsDetached, m.Bytes, m.Documents))]);

    public ValueTask<string> DetachAsync(EventMonth month, CancellationToken cancellation)
        => GuardAsync(async () => await Months.DetachMonthAsync(month.ToString(), cancellation) ?? "");

    public ValueTask<string> AttachAsync(EventMonth month, CancellationToken cancellation)
        => GuardAsync(async () => await Months.AttachMonthAsync(month.ToString(), cancellation) ?? "");

    private async ValueTask<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is not (OperationCanceledException or HybridException))
        {
            Log.EventsReadFailed(logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }
    }
}
