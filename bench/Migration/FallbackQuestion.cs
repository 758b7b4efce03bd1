using System.Diagnostics;
using System.Globalization;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Report;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Postgres.Embedded;

namespace HybridOrleans.Bench.Migration;

/// <summary>What does a caller notice when PostgreSQL dies that answers for everybody?</summary>
internal sealed class FallbackQuestion(Arguments arguments, Rounds rounds, TextWriter progress)
{
    public const string Question = "read and write, PostgreSQL is dead";
    public const string Json = "JSON alone";
    public const string Router = "the router in Live";

    private const double Wanted = 0.9;
    private const int Callers = 32;
    private const int WarmUps = 200;
    private static readonly TimeSpan FirstCallMax = TimeSpan.FromMilliseconds(500);

    public async Task<Answer> AskAsync(BenchServer server)
    {
        await using var rig = await Rig.OpenAsync(server);
        await rig.SetAsync(d => d with { Phase = Phase.Live, SharePercent = 100 });
        var first = new List<TimeSpan>();
        for (var round = 0; round < 2 * arguments.Rounds; round++)
        {
            await server.Server.StartAsync();
            var mine = new KeyWriter(rig.Calls, "first");
            for (var call = 0; call < WarmUps; call++)
            {
                await mine.MixAsync(0, call + 1);
            }

            await server.Server.StopAsync(EmbeddedPostgresStopMode.Immediate);
            var started = Stopwatch.GetTimestamp();
            await mine.MixAsync(0, round);
            first.Add(Stopwatch.GetElapsedTime(started));
        }

        await progress.WriteLineAsync($"fallback: {string.Join(", ", first)}");
        var met = await rounds.RunAsync(Question, Callers, [
            (Json, new KeyWriter(rig.Json, "json").MixAsync),
            (Router, new KeyWriter(rig.Calls, "router").MixAsync),
        ]);
        var rows = met.Select(r => r.Contender == Json ? r : r with { Baseline = Json }).ToList();
        await server.Server.StartAsync();
        return new Answer(rows, [
            new Goal(
                $"first call after PostgreSQL died, the longest of {first.Count}", "≤ 500 ms",
                string.Create(CultureInfo.InvariantCulture, $"{first.Max().TotalMilliseconds:0} ms"),
                first.Max() <= FirstCallMax),
            Goals.Share(rows[1], rows[0], Wanted),
        ]);
    }
}
