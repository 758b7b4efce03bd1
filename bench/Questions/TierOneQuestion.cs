using HybridOrleans.Bench.Grains;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Bench.Questions;

/// <summary>What does a read from memory cost beside the least that an Orleans grain call can cost?</summary>
internal sealed class TierOneQuestion(Rounds rounds, Workbench bench)
{
    public const string Inside = "tier-1 read, inside the silo";
    public const string Outside = "tier-1 read, from a client over TCP";
    public const string Baseline = "bare grain call";
    public const string SameContract = "bare grain, UserGrain's contract";
    public const string Ours = "UserGrain";

    private const int Grains = 256;
    private const string Bot = "bench";

    private static readonly int[] Callers = [1, 32];

    public async Task<IReadOnlyList<Row>> AskAsync()
    {
        for (var i = 0; i < Grains; i++)
        {
            var body = new JsonText(Bodies.Of(i));
            await bench.Silo.Inside.GetGrain<IBareGrain>($"{i}").SetAsync(body);
            await bench.Silo.Inside.GetGrain<IUserGrain>(i + 1, Bot).SaveAsync(body, null, CancellationToken.None);
        }

        var rows = new List<Row>();
        foreach (var (question, factory) in new[] { (Inside, bench.Silo.Inside), (Outside, bench.Silo.Outside) })
        {
            // References are made once: a caller keeps them, and making one costs the same for both.
            var bare = Enumerable.Range(0, Grains).Select(i => factory.GetGrain<IBareGrain>($"{i}")).ToArray();
            var users = Enumerable.Range(0, Grains).Select(i => factory.GetGrain<IUserGrain>(i + 1, Bot)).ToArray();
            foreach (var callers in Callers)
            {
                rows.AddRange(await rounds.InShortTurns().RunAsync(question, callers, [
                    (Baseline, async (caller, n) => Check(await bare[(caller + n) % Grains].GetAsync())),
                    (SameContract, async (caller, n)
                        => Check((await bare[(caller + n) % Grains].ReadAsync(Freshness.Cached, 0)).Body)),
                    (Ours, async (caller, n)
                        => Check((await users[(caller + n) % Grains].ReadAsync(Freshness.Cached, 0)).Body)),
                ]));
            }
        }

        return rows;
    }

    private static void Check(JsonText? body)
    {
        if (body?.Utf8.Length != Bodies.Bytes)
        {
            throw new InvalidOperationException("A read did not return the bytes that were saved.");
        }
    }
}
