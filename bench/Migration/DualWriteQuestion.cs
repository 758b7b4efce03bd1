using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Report;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Migration;

/// <summary>How fast are writes that both stores have before they are acknowledged?</summary>
internal sealed class DualWriteQuestion(Rounds rounds)
{
    public const string Question = "write while a component migrates";
    public const string Both = "both stores";
    public const string Postgres = "PostgreSQL alone";
    public const string Json = "JSON alone";

    private const double Wanted = 0.8;

    private static readonly int[] Callers = [1, 32, 256];

    public async Task<Answer> AskAsync(BenchServer server)
    {
        await using var rig = await Rig.OpenAsync(server);
        await rig.SetAsync(d => d with { Phase = Phase.Live, SharePercent = 100 });
        var rows = new List<Row>();
        foreach (var callers in Callers)
        {
            var met = await rounds.RunAsync(Question, callers, [
                (Postgres, new KeyWriter(rig.Postgres, "postgres").WriteAsync),
                (Json, new KeyWriter(rig.Json, "json").WriteAsync),
                (Both, new KeyWriter(rig.Router, "both").WriteAsync),
            ]);
            rows.AddRange(met.Select(r => r.Contender == Postgres ? r : r with { Baseline = Postgres }));
        }

        var goals = rows.Chunk(3).Where(r => r[0].Callers > 1).Select(
            r => Goals.Share(r[2], r[0], Wanted));
        return new Answer(rows, [.. goals]);
    }
}
