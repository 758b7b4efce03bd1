using System.Diagnostics;
using System.Globalization;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Report;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Verifying;

namespace HybridOrleans.Bench.Migration;

/// <summary>How long is it from the verb to a silo that routes by the new phase, and does a caller notice?</summary>
internal sealed class PhaseQuestion(Arguments arguments, TextWriter progress)
{
    public static readonly VerbRequest Asks = new("bench", "a measurement");

    private static readonly TimeSpan Wanted = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    public async Task<Answer> AskAsync(BenchServer server)
    {
        await using var rig = await Rig.OpenAsync(server);
        await Filling.IntoAsync(rig.Json, arguments.Records);
        await CopyQuestion.SynchroniseAsync(rig);
        await DidAsync(rig.Migration.VerifyAsync(VerifyScope.Complete, Asks, CancellationToken.None));
        var times = new List<TimeSpan>();
        var met = await new LiveCallers(rig.Calls, arguments.Records).RunAsync(arguments.Duration, async () =>
        {
            for (var round = 0; round < arguments.Rounds; round++)
            {
                times.Add(await TimeAsync(rig, Phase.Shadow, Promote));
                times.Add(await TimeAsync(rig, Phase.Live, Promote));
                times.Add(await TimeAsync(rig, Phase.Shadow, Rollback));
                times.Add(await TimeAsync(rig, Phase.DualWrite, Rollback));
            }
        });
        var longest = times.Max();
        await progress.WriteLineAsync($"phases: {string.Join(", ", times)}; {met.Failed} failed {met.Error}");
        return new Answer([], [
            new Goal(
                $"change of a phase under load, the longest of {times.Count}", "≤ 1 s, 0 failed calls",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{longest.TotalSeconds:0.00} s, {met.Failed} of {met.Calls} calls failed"),
                longest <= Wanted && met.Failed == 0),
        ]);

        Task<VerbResult> Promote() => rig.Migration.PromoteAsync(null, Asks, CancellationToken.None);
        Task<VerbResult> Rollback() => rig.Migration.RollbackAsync(Asks, CancellationToken.None);
    }

    /// <summary>Refuses a verb that was refused.</summary>
    public static async Task DidAsync(Task<VerbResult> verb)
    {
        var result = await verb;
        if (!result.Done)
        {
            throw new InvalidOperationException(result.Message);
        }
    }

    private static async Task<TimeSpan> TimeAsync(Rig rig, Phase phase, Func<Task<VerbResult>> verb)
    {
        var started = Stopwatch.GetTimestamp();
        await DidAsync(verb());
        while (rig.View.Phase != phase)
        {
            await Task.Delay(Look, CancellationToken.None);
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
