namespace HybridOrleans.Bench.Measuring;

/// <summary>Lets contenders take turns with pieces of work that each come to an end by themselves.</summary>
internal sealed class Turns(Arguments arguments, TextWriter progress)
{
    /// <summary>A round that does not count, then the rounds; all are compared with the first contender.</summary>
    public async Task<IReadOnlyList<Row>> RunAsync(
        string question, int callers, params IReadOnlyList<(string Name, Func<Task<Sample>> Measure)> contenders)
    {
        var samples = contenders.ToDictionary(c => c.Name, _ => new List<Sample>());
        for (var round = 0; round <= arguments.Rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var (name, measure) = contenders[(turn + round) % contenders.Count];
                samples[name].Add(await measure());
                await progress.WriteLineAsync($"{question}, round {round}: {name} {samples[name][^1]}");
            }
        }

        return
        [
            .. contenders.Select((c, i) => new Row(question, callers, c.Name, samples[c.Name][1..])
            {
                Baseline = i == 0 ? null : contenders[0].Name,
            }),
        ];
    }
}
