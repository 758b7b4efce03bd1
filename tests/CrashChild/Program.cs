using System.Globalization;
using HybridOrleans.CrashChild;
using HybridOrleans.CrashChild.Migrating;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;

// A second process on a JSON store, for tests that kill, freeze or cheat it. See SignalProbe for CRASH_AT.
// count ROOT CALLERS WRITES KEYS PADDING: counts up in records; WRITES is per caller, 0 means for ever.
// copy ROOT CALLERS ROUNDS KEYS: brings copies in whose revisions jump, and writes between them; 0 rounds: for ever.
// purge ROOT ROUNDS: counts up in one record and purges it after every third write, so many times.
// script: for each line of input, a root, writes, changes and deletes one record there.
// steer: for each line of input, a root, writes documents and debts there.
// migrate: lives in a migration; see Migrating/Commands.
// mirror ROOT: opens a session of a process that mirrors writes, and waits for a line of input.
var probe = SignalProbe.Parse(Environment.GetEnvironmentVariable("CRASH_AT"));
if (args[0] == "migrate")
{
    await Commands.RunAsync(args[1..]);
}
else if (args[0] == "count")
{
    var numbers = args[2..].Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
    var (callers, writes, keys, padding) = (numbers[0], numbers[1], numbers[2], numbers[3]);
    await RunAsync(args[1], probe, async store =>
    {
        var counting = new Counting(store, keys, padding);
        await Task.WhenAll(
            Enumerable.Range(0, callers).Select(caller => Task.Run(() => counting.RunAsync(caller, writes))));
    });
}
else if (args[0] == "copy")
{
    var numbers = args[2..].Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
    await RunAsync(args[1], probe, store => Task.WhenAll(Enumerable.Range(0, numbers[0])
        .Select(caller => Task.Run(() => new Copying(store, numbers[2]).RunAsync(caller, numbers[1])))));
}
else if (args[0] == "purge")
{
    await RunAsync(args[1], probe, async store =>
    {
        for (var round = int.Parse(args[2], CultureInfo.InvariantCulture); round > 0; round--)
        {
            await new Counting(store, 1, 100).RunAsync(0, 3);
            var key = RecordKeys.User("bot", 1);
            await store.PurgeAsync(key.Component, [key], CancellationToken.None);
        }
    });
}
else if (args[0] == "mirror")
{
    await RunAsync(args[1], probe, async store =>
    {
        await using var session = await new JsonDebtLedger(store).OpenSessionAsync(CancellationToken.None);
        Report.Line("mirroring");
        Console.ReadLine();
    });
}
else
{
    Report.Line("listening");
    while (Console.ReadLine() is { Length: > 0 } root)
    {
        await RunAsync(root, probe, store => args[0] == "steer"
            ? new Copying(store, 1).RunScriptAsync()
            : new Counting(store, 1, 10).RunScriptAsync());
    }
}

static async Task RunAsync(string root, SignalProbe? probe, Func<JsonRecordStore, Task> act)
{
    var options = new JsonStoreOptions
    {
        RootDirectory = root,
        JournalHalfBytes = 2 * 1024 * 1024,
        CheckpointInterval = TimeSpan.FromMilliseconds(50),
        OperationTimeout = TimeSpan.FromSeconds(20),
        LockTimeout = TimeSpan.FromSeconds(10),
    };
    var store = new JsonRecordStore(options, TimeProvider.System, NullLogger.Instance, new TestHooks(probe));
    try
    {
        await store.OpenAsync(CancellationToken.None);
        Report.Line("ready");
        if (probe is not null)
        {
            probe.IsArmed = true;
        }

        await act(store);
    }
    catch (StoreUnavailableException e)
    {
        Report.Line($"unavailable open - 0 - {e.Message}");
    }

    await store.DisposeAsync();
    Report.Line("done");
}
