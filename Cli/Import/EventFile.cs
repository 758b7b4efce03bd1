using System.Globalization;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>One file of events on its way. It is gone through once and never held in memory.</summary>
/// <remarks>
/// Before the first event of a month is logged, the ids of all events that the cluster holds of that month are read:
/// a silo remembers only the last ones, and an import must add nothing twice however long ago the first one was.
/// </remarks>
internal sealed class EventFile(
    BotId bot,
    IImportTarget target,
    ImportLedger ledger,
    EventTally tally,
    EventGate gate,
    ImportFile file,
    SourceFile opened,
    string sourceBot)
{
    // As many as let the silos store whole batches in every partition.
    private const int AtOnce = 4_096;
    private const int PutAsideMax = 1_000;

    private readonly EventMarks _marks = new(file.Name);
    private readonly Dictionary<EventMonth, bool> _isShut = [];
    private readonly List<(NewEvent Event, MapEntry Element, int Position)> _waiting = [];
    private int _putAside;

    /// <summary>Takes all entries.</summary>
    public async ValueTask TakeAsync(CancellationToken cancellation)
    {
        await using var stream = opened.AsStream();
        var position = 0;
        foreach (var element in new MapScanner(stream).ScanArray())
        {
            position++;
            var length = element.End - element.ValueStart;
            var found = element.Fault is not null || length > SourceFile.TextBytesMax
                ? new EventText(null, null, 0, null, element.Fault ?? RecordMap.TooLarge(length))
                : EventText.Read(opened.Read(element.ValueStart, element.End));
            if (found.Event is not { } good)
            {
                await PutAsideAsync(element, position, found.Fault!, cancellation);
            }
            else if (found.Bot is { } other && other != sourceBot)
            {
                tally.AddOther(other);
            }
            else
            {
                await OfferAsync(good, found, element, position, cancellation);
            }
        }

        await LogWaitingAsync(cancellation);
    }

    private async ValueTask OfferAsync(
        NewEvent good, EventText found, MapEntry element, int position, CancellationToken cancellation)
    {
        var month = EventMonth.Of(good.Timestamp!.Value);
        var isShut = await IsShutAsync(month, cancellation);
        var id = good.Id ?? _marks.TakeNext(found.Hash, found.Form);
        if (_marks.IsHeld(id))
        {
            ledger.Add(ImportResult.Unchanged, 1);
        }
        else if (isShut)
        {
            tally.Add(ImportResult.KeptDeleted, $"the month {month} was deleted; --overwrite brings it back");
        }
        else
        {
            if (good.Id is not null)
            {
                _marks.Hold(id);
            }

            _waiting.Add((good with { Id = id }, element, position));
            if (_waiting.Count == AtOnce)
            {
                await LogWaitingAsync(cancellation);
            }
        }
    }

    private async ValueTask<bool> IsShutAsync(EventMonth month, CancellationToken cancellation)
    {
        if (!_isShut.TryGetValue(month, out var isShut))
        {
            var namedBefore = _marks.NamedCount;
            await target.Events.EachIdAsync(bot, month, _marks.Hold, cancellation);
            isShut = await gate.IsShutAsync(month, _marks.NamedCount > namedBefore, cancellation);
            _isShut[month] = isShut;
        }

        return isShut;
    }

    private async ValueTask LogWaitingAsync(CancellationToken cancellation)
    {
        await gate.AskAsync(_waiting.Select(w => w.Event.UserId), cancellation);
        foreach (var _ in _waiting.Where(w => gate.IsErased(w.Event.UserId)))
        {
            tally.Add(ImportResult.KeptDeleted, "the user was erased; --overwrite brings such events back");
        }

        await Task.WhenAll(_waiting.Where(w => !gate.IsErased(w.Event.UserId)).Select(
            w => LogAsync(w.Event, w.Element, w.Position, cancellation)));
        _waiting.Clear();
    }

    private async Task LogAsync(NewEvent good, MapEntry element, int position, CancellationToken cancellation)
    {
        try
        {
            await target.LogAsync(bot, good, cancellation);
            ledger.Add(ImportResult.Imported, 1);
        }
        catch (InvalidInputException e)
        {
            await PutAsideAsync(element, position, e.Message, cancellation);
        }
        catch (DataDamagedException e)
        {
            ledger.Fail(NameOf(position), null, e.Message);
        }
    }

    private async ValueTask PutAsideAsync(
        MapEntry element, int position, string fault, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _putAside) > PutAsideMax)
        {
            lock (tally)
            {
                tally.Add(
                    ImportResult.Failed,
                    $"no events, and behind the first {PutAsideMax:N0} such ones, which are in quarantine: "
                    + "they stay in the source only");
            }

            return;
        }

        var length = element.End - element.ValueStart;
        var content = length > SourceFile.TextBytesMax ? null : opened.Read(element.ValueStart, element.End);
        var name = position == 1 && element.Fault is not null ? file.Name : NameOf(position);
        await ledger.PutAsideAsync(new SourceText(name, null, content, fault), fault, cancellation);
    }

    private string NameOf(int position)
        => string.Create(CultureInfo.InvariantCulture, $"{file.Name}#{position}");
}
