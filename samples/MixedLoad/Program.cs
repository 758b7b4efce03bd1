using System.Runtime.InteropServices;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.MixedLoad;

// Reads and writes profiles of a bot until Ctrl-C, and notes what was acknowledged:
//   dotnet run --project samples/MixedLoad -- BOT PROFILES NOTES
if (args is not [var bot, var count, var notes] || !int.TryParse(count, out var profiles) || profiles < 1)
{
    Console.Error.WriteLine("Usage: MixedLoad BOT PROFILES NOTES, for example: MixedLoad load 1000 acknowledged.txt");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
await using var client = await HybridClient.ConnectAsync(cancellation: stop.Token);
var tally = new Tally();
var callers = new List<Caller>();
for (var number = 0; number < Caller.CallersMax && number < profiles; number++)
{
    callers.Add(new Caller(client.Users, new BotId(bot), number, profiles, tally));
}

var running = callers.ConvertAll(caller => caller.RunAsync(stop.Token));
using var tick = new PeriodicTimer(TimeSpan.FromSeconds(5));
try
{
    while (await tick.WaitForNextTickAsync(stop.Token))
    {
        Console.WriteLine(tally.Line());
    }
}
catch (OperationCanceledException)
{
    // The load is asked to end.
}

await Task.WhenAll(running);
Console.WriteLine(tally.Line());
await File.WriteAllLinesAsync(notes, callers.SelectMany(caller => caller.Acknowledged()));
return tally.Failed == 0 ? 0 : 1;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
