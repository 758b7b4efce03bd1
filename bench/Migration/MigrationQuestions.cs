using HybridOrleans.Bench.Caching;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Logs;
using HybridOrleans.Bench.Measuring;

namespace HybridOrleans.Bench.Migration;

/// <summary>What do the cache and a move of a component cost, and what do those notice who use it?</summary>
internal sealed class MigrationQuestions(Arguments arguments, Rounds rounds, TextWriter progress)
{
    /// <summary>Those that are wanted, in the order of the table.</summary>
    public async Task<Answer> AskAsync()
    {
        var (answers, records) = (new List<Answer>(), arguments.Records);
        var turns = new Turns(arguments, progress);
        await AskAsync("cache", server => new CacheQuestion(arguments, rounds, progress).AskAsync(server));
        await AskAsync("logs", server => new LogsQuestion(rounds).AskAsync(server));
        await AskAsync("dualwrite", server => new DualWriteQuestion(rounds).AskAsync(server));
        await AskAsync("synchronise", server => new CopyQuestion(records, turns).AskAsync(server));
        await AskAsync("verify", server => new VerifyQuestion(records, turns).AskAsync(server));
        await AskAsync("live", server => new LiveQuestion(arguments, turns).AskAsync(server));
        await AskAsync("phases", server => new PhaseQuestion(arguments, progress).AskAsync(server));
        await AskAsync("switch", server => new SwitchQuestion(arguments, progress).AskAsync(server));
        await AskAsync("fallback", server => new FallbackQuestion(arguments, rounds, progress).AskAsync(server));
        return new Answer([.. answers.SelectMany(a => a.Rows)], [.. answers.SelectMany(a => a.Goals)]);

        async Task AskAsync(string name, Func<BenchServer, Task<Answer>> ask)
        {
            if (arguments.Wants(name))
            {
                // Each question has a server of its own: what one leaves to be vacuumed is not for the next one.
                await using var server = await BenchServer.StartAsync();
                answers.Add(await ask(server));
            }
        }
    }
}
