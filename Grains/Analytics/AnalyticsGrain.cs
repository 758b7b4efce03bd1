using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Logs;
using HybridOrleans.Grains.Residency;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using OutcomeUnknownException = HybridOrleans.Grains.Interfaces.OutcomeUnknownException;

namespace HybridOrleans.Grains.Analytics;

/// <summary>The events of one bot, month and partition: <see cref="IAnalyticsGrain"/> over a log.</summary>
[GrainType("analytics")]
internal sealed class AnalyticsGrain : ResidentGrain, IAnalyticsGrain
{
    // Two segments: what one write takes, whatever room the last segment has.
    private const int OfferedMax = 256;
    private const int WaitingMax = 8_192;
    private const int CountedAtOnce = 4_096;

    private readonly SegmentedLog? _log;
    private readonly AppendQueue? _appends;
    private readonly ILogger<AnalyticsGrain> _logger;
    private readonly InvalidInputException? _badKey;

    public AnalyticsGrain(
        IGrainContext context, IRecordStore store, ResidentSet residents, ILogger<AnalyticsGrain> logger)
        : base(residents, Component.Analytics)
    {
        _logger = logger;
        try
        {
            var partition = EventPartition.Parse(context.GrainId.Key.ToString()!);
            _log = new SegmentedLog(
                store,
                RecordKeys.Analytics(partition.Bot.Value, partition.Month.ToString(), partition.Number),
                LogShape.Analytics);
            _appends = new AppendQueue(entries => _log.AppendAsync(entries, CancellationToken.None))
            {
                OfferedMax = OfferedMax,
                WaitingMax = WaitingMax,
                OfPart = PartError.AsUnknown,
            };
        }
        catch (InvalidInputException e)
        {
            _badKey = e;
        }
    }

    private SegmentedLog Events => _log ?? throw BadKey();

    public async ValueTask<IReadOnlyList<EventReceipt>> AppendAsync(
        IReadOnlyList<EventEntry> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        var appends = _appends ?? throw BadKey();
        RefuseBadCount(events.Count);
        LogEntry[] entries = [.. events.Select(EventCheck.ToEntry)];
        return await ChangeAsync<IReadOnlyList<EventReceipt>>(async () =>
        {
            var receipts = await appends.AppendAsync(entries, cancellation);
            return [.. receipts.Select(r => new EventReceipt(r.Sequence, r.IsNew))];
        });
    }

    public async ValueTask<EventPage> ReadAsync(long from, int count)
    {
        RefuseBadCount(count);
        var reading = await ReadLogAsync(from, count);
        return new()
        {
            Events = [.. Kept(reading).Select(e => new EventEntry(e.Id ?? "", new JsonText(e.Body.Utf8.ToArray())))],
            Next = NextOf(reading),
            First = reading.Head.First,
        };
    }

    public async ValueTask<EventCounts> CountAsync(EventQuery query, long from)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Require();
        var tally = new EventTally(query);
        var reading = await ReadLogAsync(from, CountedAtOnce);
        foreach (var entry in Kept(reading))
        {
            tally.Add(entry.Body);
        }

        return new() { Counts = tally.Counts, Next = NextOf(reading) };
    }

    public ValueTask<long> EraseUserAsync(long userId, CancellationToken cancellation)
        => InTurnAsync(events => events.EraseAsync(e => EventCheck.IsOf(e.Body, userId), cancellation), cancellation);

    public ValueTask<long> DeleteAsync(CancellationToken cancellation)
        => InTurnAsync(events => events.DeleteAsync(cancellation), cancellation);

    private async ValueTask<long> InTurnAsync(
        Func<SegmentedLog, ValueTask<long>> change, CancellationToken cancellation)
    {
        var events = Events;
        return await ChangeAsync(async () =>
        {
            var changed = 0L;
            await _appends!.InTurnAsync(async () => changed = await change(events)).WaitAsync(cancellation);
            return changed;
        });
    }

    private static IEnumerable<LogEntry> Kept(LogReading reading)
        => reading.Entries.Select(e => e.Entry).Where(e => !e.IsErased);

    private static long? NextOf(LogReading reading)
        => reading.Entries is [.., var last] && last.Sequence + 1 < reading.Head.Next ? last.Sequence + 1 : null;

    private async ValueTask<LogReading> ReadLogAsync(long from, int count)
    {
        var events = Events;
        Resident.Miss();
        try
        {
            return await events.ReadAsync(from, count, CancellationToken.None);
        }
        catch (Exception e)
        {
            Log.EventsReadFailed(_logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }
    }

    /// <summary>Runs a change; after one of unknown outcome this activation ends.</summary>
    private async ValueTask<T> ChangeAsync<T>(Func<Task<T>> change)
    {
        Resident.Used();
        try
        {
            return await change();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var error = StorageErrors.OfWrite(e);
            if (error is OutcomeUnknownException)
            {
                DeactivateOnIdle();
            }

            Log.EventsWriteFailed(_logger, StorageErrors.Describe(e));
            throw error;
        }
    }

    private InvalidInputException BadKey()
    {
        // Nothing is worth keeping of an activation whose key names no partition.
        DeactivateOnIdle();
        return new InvalidInputException(_badKey!.Message);
    }

    private static void RefuseBadCount(int count)
    {
        if (count is < 1 or > IAnalyticsGrain.BatchMax)
        {
            throw new InvalidInputException(
                $"{count} events at once are refused: 1 to {IAnalyticsGrain.BatchMax:N0} are allowed.");
        }
    }
}
