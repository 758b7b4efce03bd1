using System.Text;
using CsCheck;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Faults;
using Xunit;

namespace HybridOrleans.TestKit.Model.Logs;

/// <summary>
/// Two holders change one log through a store that loses requests and answers; a list says what is right.
/// </summary>
/// <remarks>
/// After every step both holders must read exactly the list: nothing lost, doubled or reordered, and no number twice. A
/// failure prints the seed and the shortest sequence found.
/// </remarks>
public sealed class LogModelRun
{
    private static readonly LogShape Shape = new(4, 1024, 1_000);

    // The entry of number n is _ids[n - 1].
    private readonly List<string> _ids = [];
    private readonly IRecordLog[] _holders = new IRecordLog[2];
    private readonly FaultyRecordStore _store;
    private readonly RecordKey _key = RecordKeys.Conversation("bot", 42);
    private long _first = 1;
    private int _made;

    private LogModelRun(int seed)
    {
        _store = new FaultyRecordStore(
            new MemoryRecordStore(),
            new SeededFaults(seed) { LostAnswers = 15, LostRequests = 10, Unavailable = 10 });
        Restart(0);
        Restart(1);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Runs random sequences.</summary>
    /// <param name="sequences">How many.</param>
    /// <param name="operationsMax">The length of the longest.</param>
    public static Task CheckAsync(int sequences, int operationsMax)
        => Gen.Select(Gen.Int, LogOperation.Gen.Array[1, operationsMax]).SampleAsync(
            async (seed, operations) =>
            {
                var run = new LogModelRun(seed);
                foreach (var operation in operations)
                {
                    await run.StepAsync(operation);
                    await run.CompareAsync();
                }
            },
            iter: sequences,
            threads: 1,
            print: run => $"faults {run.Item1}: {string.Join(", ", run.Item2)}");

    private async Task StepAsync(LogOperation operation)
    {
        var (holder, other) = (operation.Holder, 1 - operation.Holder);
        switch (operation.Kind)
        {
            case LogOperationKind.Append:
                Note(await AppendAsync(holder, Make(operation.Number)));
                break;
            case LogOperationKind.Redeliver when _ids.Count >= _first:
                var old = _ids[^Math.Min(operation.Number, (int)(_ids.Count - _first + 1))];
                var receipt = Assert.Single(await AppendAsync(holder, [Entry(old)]));
                Assert.Equal(new LogReceipt(_ids.IndexOf(old) + 1, false), receipt.Receipt);
                break;
            case LogOperationKind.AppendBeside:
                var (mine, yours) = (Make(operation.Number), Make(3));
                var both = await Task.WhenAll(
                    Task.Run(() => AppendAsync(holder, mine), Cancel),
                    Task.Run(() => AppendAsync(other, yours), Cancel));
                Note([.. both[0], .. both[1]]);
                break;
            case LogOperationKind.DeleteBeside:
                await DeleteBesideAsync(holder, Make(operation.Number));
                break;
            case LogOperationKind.AppendLate:
                await AppendLateAsync(holder, other, operation.Number);
                break;
            case LogOperationKind.Delete:
                await DeleteAsync(holder, long.MaxValue);
                _first = _ids.Count + 1;
                break;
            case LogOperationKind.DeleteBelow:
                await DeleteAsync(holder, _first + operation.Number);
                _first = Math.Min(_first + operation.Number, _ids.Count + 1);
                break;
            case LogOperationKind.Crash:
                Restart(holder);
                break;
            default:
                break;
        }
    }

    private async Task DeleteBesideAsync(int holder, LogEntry[] entries)
    {
        var before = _ids.Count;
        var appending = Task.Run(() => AppendAsync(holder, entries), Cancel);
        var deleting = Task.Run(() => DeleteAsync(1 - holder, long.MaxValue), Cancel);
        await deleting;
        var head = await _holders[1 - holder].ReadHeadAsync(Cancel);
        Assert.True(head.First > before, $"A delete left entries from {head.First} on, of {before}.");
        Note(await appending, head.First);
        _first = head.First;
    }

    private async Task AppendLateAsync(int holder, int other, int number)
    {
        var late = Make(1);
        var fault = Fault.ArriveLate;
        _store.OnWrites(fault);
        await Assert.ThrowsAsync<OutcomeUnknownException>(async () => await _holders[holder].AppendAsync(late, Cancel));
        if (number % 2 == 0)
        {
            Note(await AppendAsync(other, Make(number)));
        }

        fault.Release();
        await fault.Arrived;
        if ((await _holders[other].ReadHeadAsync(Cancel)).Next > _ids.Count + 1)
        {
            _ids.Add(late[0].Id!);
        }

        // Whoever was not told asks again, and then it is there, once.
        var receipt = Assert.Single(await AppendAsync(holder, late)).Receipt;
        if (receipt.Sequence > _ids.Count)
        {
            _ids.Add(late[0].Id!);
        }

        Assert.Equal(late[0].Id, _ids[(int)receipt.Sequence - 1]);
    }

    private LogEntry[] Make(int count) => [.. Enumerable.Range(0, count).Select(_ => Entry($"e{++_made}"))];

    private static LogEntry Entry(string id)
        => LogEntry.Create(RecordBody.Parse(Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}""")), id);

    /// <summary>Appends as a client would: repeats what is unknown or refused, until all is acknowledged.</summary>
    private async Task<List<(LogReceipt Receipt, string Id)>> AppendAsync(int holder, LogEntry[] entries)
    {
        List<(LogReceipt, string)> acknowledged = [];
        while (acknowledged.Count < entries.Length)
        {
            var rest = entries[acknowledged.Count..];
            try
            {
                var receipts = await _holders[holder].AppendAsync(rest, Cancel);
                acknowledged.AddRange(receipts.Zip(rest, (receipt, entry) => (receipt, entry.Id!)));
            }
            catch (OrleansException e) when (e is StoreUnavailableException or OutcomeUnknownException)
            {
                await Task.Yield();
            }
        }

        return acknowledged;
    }

    private async Task DeleteAsync(int holder, long first)
    {
        while (true)
        {
            try
            {
                await _holders[holder].DeleteBelowAsync(first, Cancel);
                return;
            }
            catch (OrleansException e) when (e is StoreUnavailableException or OutcomeUnknownException)
            {
                await Task.Yield();
            }
        }
    }

    /// <param name="acknowledged">What was appended.</param>
    /// <param name="deleted">
    /// Below this number there may be entries whose answer was lost and which were deleted before their repeat, which
    /// then found nothing and appended them once more.
    /// </param>
    private void Note(IEnumerable<(LogReceipt Receipt, string Id)> acknowledged, long deleted = 0)
    {
        foreach (var (receipt, id) in acknowledged.OrderBy(a => a.Receipt.Sequence))
        {
            while (_ids.Count + 1 < receipt.Sequence && _ids.Count + 1 < deleted)
            {
                _ids.Add("deleted");
            }

            Assert.Equal(_ids.Count + 1, receipt.Sequence);
            _ids.Add(id);
        }
    }

    private async Task CompareAsync()
    {
        foreach (var holder in _holders)
        {
            var reading = await holder.ReadAsync(1, 10_000, Cancel);
            Assert.Equal(new LogHead(_first, _ids.Count + 1), reading.Head);
            Assert.Equal(_ids.Skip((int)_first - 1), reading.Entries.Select(e => e.Entry.Id));
            Assert.Equal(
                Enumerable.Range((int)_first, reading.Entries.Count), reading.Entries.Select(e => (int)e.Sequence));
        }
    }

    private void Restart(int holder) => _holders[holder] = new SegmentedLog(_store, _key, Shape);
}
