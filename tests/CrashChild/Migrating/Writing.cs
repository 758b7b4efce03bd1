using System.Diagnostics;
using System.Text;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.CrashChild.Migrating;

/// <summary>Reads and writes as callers of a silo do, and tells of each call before it and after it.</summary>
/// <remarks>The clock of the lines is the machine's monotonic one, which all processes share.</remarks>
internal sealed class Writing(IRecordStore store, int keys)
{
    private const int Callers = 4;

    /// <summary>Writes every key once.</summary>
    public Task FillAsync() => Parallel.ForEachAsync(
        Enumerable.Range(0, keys), new ParallelOptions { MaxDegreeOfParallelism = 64 },
        async (key, _) => await WriteAsync(key, 0, isDelete: false));

    /// <summary>The load, until it is stopped; the calls under way are finished.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        Enumerable.Range(0, Callers)
            .Select(_ => Task.Run(() => CallAsync(new Random(), stop), CancellationToken.None)));

    private async Task CallAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Few keys are hot, so that callers and processes meet, and every other one is touched at times.
            var key = random.Next(4) > 0 ? random.Next(20) : random.Next(keys);
            if (await ReadAsync(key) is { } revision)
            {
                await WriteAsync(key, revision, isDelete: random.Next(5) == 0);
            }

            await TimeProvider.System.PassAsync(random.Next(5, 25), stop);
        }
    }

    private async Task<long?> ReadAsync(int key)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var record = await store.ReadAsync(KeyOf(key), Epoch.Initial, CancellationToken.None);
            var revision = record?.Revision.Value ?? 0;
            var body = record?.Body is { } bytes ? Encoding.UTF8.GetString(bytes.Utf8.Span) : "-";
            Report.Line($"read {KeyOf(key).Text} {began} {Stopwatch.GetTimestamp()} {revision} "
                + $"{(record is null ? "-" : record.WriteId)} {body}");
            return revision;
        }
        catch (StoreUnavailableException e)
        {
            Report.Line($"unread {KeyOf(key).Text} {began} {e.Message}");
            return null;
        }
    }

    private async Task WriteAsync(int key, long expected, bool isDelete)
    {
        var id = WriteId.New();
        var body = isDelete ? null : $$"""{"by":"{{id}}"}""";
        var write = new RecordWrite
        {
            Key = KeyOf(key),
            Expected = new Revision(expected),
            Body = body is null ? null : RecordBody.Parse(Encoding.UTF8.GetBytes(body)),
            WriteId = id,
            Epoch = Epoch.Initial,
        };
        Report.Line($"begin {id} {write.Key.Text} {Stopwatch.GetTimestamp()} {expected} {body ?? "-"}");
        var (outcome, revision, why) = await TryAsync(write);
        Report.Line($"end {id} {Stopwatch.GetTimestamp()} {outcome} {revision} {why}");
    }

    private async Task<(string Outcome, long Revision, string Why)> TryAsync(RecordWrite write)
    {
        try
        {
            var result = await store.WriteAsync(write, CancellationToken.None);
            return (result.Accepted ? "Done" : "Conflict", result.Revision.Value, "");
        }
        catch (OutcomeUnknownException e)
        {
            return ("Unknown", 0, e.Message);
        }
        catch (StoreUnavailableException e)
        {
            return ("Refused", 0, e.Message);
        }
    }

    private static RecordKey KeyOf(int key) => RecordKeys.User("bot", key);
}
