namespace HybridOrleans.Bench.Measuring;

/// <summary>Lets contenders take turns, so that the noise of the machine hits all of them alike.</summary>
internal sealed class Rounds(Arguments arguments, TextWriter progress)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The same time in ten times as many rounds: for small differences between fast operations, where a neighbour on
    /// the machine disturbs a second but seldom the same way twice.
    /// </summary>
    public Rounds InShortTurns()
        => new(arguments with { Rounds = arguments.Rounds * 10, Duration = arguments.Duration / 10 }, TextWriter.Null);

    /// <summary>One warm-up and then the rounds; the median of each contender, in their order.</summary>
    public async Task<IReadOnlyList<Row>> RunAsync(
        string question, int callers, IReadOnlyList<(string Name, Func<int, long, ValueTask> Operation)> contenders)
    {
        var samples = contenders.ToDictionary(c => c.Name, _ => new List<Sample>());
        foreach (var (_, operation) in contenders)
        {
            await Load.RunAsync(callers, WarmUp, operation);
        }

        for (var round = 0; round < arguments.Rounds; round++)
        {
            // Each round begins with another contender: being first or last is no advantage.
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var (name, operation) = contenders[(turn + round) % contenders.Count];
                var sample = await Load.RunAsync(callers, arguments.Duration, operation);
                samples[name].Add(sample);
                await progress.WriteLineAsync(
                    $"{question}, {callers} callers, round {round + 1}: {name} {sample.PerSecond:N0}/s");
            }
        }

        return [.. contenders.Select(c => new Row(question, callers, c.Name, samples[c.Name]))];
    }
}
