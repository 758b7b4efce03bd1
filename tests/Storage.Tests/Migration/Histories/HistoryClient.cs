using System.Text;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>Reads, and writes what follows from what it read, through whichever silo it draws.</summary>
internal sealed class HistoryClient(
    int number, int seed, int keys, IReadOnlyList<IRecordStore> silos, HistoryLog log, TimeProvider time)
{
    private readonly Random _random = new(HashCode.Combine(seed, number));
    private readonly Dictionary<int, long> _known = [];

    /// <summary>Goes on until it is told to stop; the call under way is always finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var key = _random.Next(keys);
            var silo = _random.Next(silos.Count);
            await ReadAsync(key, silo);
            if (_random.Next(2) == 0)
            {
                await WriteAsync(
                    key, _random.Next(4) == 0 ? _random.Next(silos.Count) : silo, deletes: _random.Next(4) == 0);
            }

            await time.PassAsync(_random.Next(1, 20), stop);
        }
    }

    /// <summary>Reads a key through a silo, and remembers its revision.</summary>
    public async Task ReadAsync(int key, int silo)
    {
        var began = log.Tick();
        try
        {
            var record = await silos[silo].ReadAsync(KeyOf(key), Epoch.Initial, CancellationToken.None);
            _known[key] = record?.Revision.Value ?? 0;
            Add(key, silo, ActKind.Read, began, ActOutcome.Done, 0, _known[key], record?.WriteId.ToString(),
                record?.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : null);
        }
        catch (StoreUnavailableException)
        {
            Add(key, silo, ActKind.Read, began, ActOutcome.Refused, 0, 0, null, null);
        }
    }

    /// <summary>Writes what follows from the last read or write of this client.</summary>
    public async Task WriteAsync(int key, int silo, bool deletes)
    {
        var id = WriteId.New();
        var body = deletes ? null : $$"""{"by":"{{id}}","who":{{number}}}""";
        var write = new RecordWrite
        {
            Key = KeyOf(key),
            Expected = new Revision(_known.GetValueOrDefault(key)),
            Body = body is null ? null : RecordBody.Parse(Encoding.UTF8.GetBytes(body)),
            WriteId = id,
            Epoch = Epoch.Initial,
        };
        var began = log.Tick();
        var (outcome, revision) = await TryAsync(write, silo);
        if (outcome == ActOutcome.Unknown && _random.Next(2) == 0)
        {
            (outcome, revision) = await SettleAsync(write, _random.Next(silos.Count));
        }

        Add(key, silo, ActKind.Write, began, outcome, write.Expected.Value, revision, id.ToString(), body);
        if (outcome == ActOutcome.Done)
        {
            _known[key] = revision;
        }
    }

    private static RecordKey KeyOf(int key) => RecordKeys.User("bot", key);

    /// <summary>Asks again with the same id, perhaps another silo, as the documented way out says.</summary>
    private async Task<(ActOutcome Outcome, long Revision)> SettleAsync(RecordWrite write, int silo)
    {
        var (outcome, revision) = await TryAsync(write, silo);
        return outcome switch
        {
            ActOutcome.Done => (outcome, revision),
            ActOutcome.Conflict when revision == write.Expected.Value + 1 => (outcome, revision),
            _ => (ActOutcome.Unknown, 0),
        };
    }

    private async Task<(ActOutcome Outcome, long Revision)> TryAsync(RecordWrite write, int silo)
    {
        try
        {
            var result = await silos[silo].WriteAsync(write, CancellationToken.None);
            return (result.Accepted ? ActOutcome.Done : ActOutcome.Conflict, result.Revision.Value);
        }
        catch (OutcomeUnknownException)
        {
            return (ActOutcome.Unknown, 0);
        }
        catch (StoreUnavailableException)
        {
            return (ActOutcome.Refused, 0);
        }
    }

    private void Add(
        int key, int silo, ActKind kind, long began, ActOutcome outcome, long expected, long revision, string? id,
        string? body)
        => log.Add(new Act(
            KeyOf(key).Text, $"client {number} at silo {silo}", kind, began, log.Tick(), outcome, expected, revision,
            id, body));
}
