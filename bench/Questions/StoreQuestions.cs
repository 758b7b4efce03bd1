using HybridOrleans.Bench.Contenders;
using HybridOrleans.Bench.Grains;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Bench.Questions;

/// <summary>How fast are durable writes and cold reads, with one caller and with many?</summary>
internal sealed class StoreQuestions(Rounds rounds, Workbench bench)
{
    public const string Write = "durable write";
    public const string WriteThroughGrain = "durable write through a grain";
    public const string Read = "cold read";

    private const int KeysPerCaller = 16;

    private static readonly int[] Callers = [1, 32, 256];

    public async Task<IReadOnlyList<Row>> WriteAsync()
    {
        var rows = new List<Row>();
        foreach (var callers in Callers)
        {
            rows.AddRange(await rounds.RunAsync(Write, callers, [.. bench.Contenders.Select(Writer)]));
        }

        foreach (var callers in Callers)
        {
            rows.AddRange(await rounds.RunAsync(
                WriteThroughGrain, callers, [.. bench.Contenders.Select(c => (c.Name, GrainWriter(c.GrainType)))]));
        }

        return rows;
    }

    public async Task<IReadOnlyList<Row>> ReadAsync()
    {
        foreach (var contender in bench.Contenders)
        {
            await contender.PrepareReadsAsync();
        }

        var rows = new List<Row>();
        foreach (var callers in Callers)
        {
            rows.AddRange(await rounds.RunAsync(Read, callers, [.. bench.Contenders.Select(Reader)]));
        }

        return rows;
    }

    private static (string Name, Func<int, long, ValueTask> Operation) Writer(IContender c) => (c.Name, c.WriteAsync);

    private static (string Name, Func<int, long, ValueTask> Operation) Reader(IContender c) => (c.Name, c.ReadAsync);

    private Func<int, long, ValueTask> GrainWriter(string grainType)
        => (caller, number) => bench.Silo.Inside
            .GetGrain<IStateGrain>(GrainId.Create(grainType, $"grain-{caller}-{number % KeysPerCaller}"))
            .SaveAsync(new JsonText(Bodies.Of(number)));
}
