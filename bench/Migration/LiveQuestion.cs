using System.Globalization;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Report;

namespace HybridOrleans.Bench.Migration;

/// <summary>How much longer do users wait while records are copied or compared?</summary>
internal sealed class LiveQuestion(Arguments arguments, Turns turns)
{
    public const string Question = "live calls, 10 ms apart";

    private const double Wanted = 2;

    public async Task<Answer> AskAsync(BenchServer server)
    {
        await using var rig = await Rig.OpenAsync(server);
        await Filling.IntoAsync(rig.Json, arguments.Records);
        await using var database = await PlainCopy.OpenAsync(rig.ConnectionString, []);
        await CopyQuestion.SynchroniseAsync(rig);
        var callers = new LiveCallers(rig.Calls, arguments.Records);
        var rows = await turns.RunAsync(
            Question, LiveCallers.Callers, ("nothing else goes on", () => MeetAsync(() => Task.CompletedTask)),
            ("while Synchronise runs", async () =>
            {
                await database.EmptyAsync();
                return await MeetAsync(() => CopyQuestion.SynchroniseAsync(rig));
            }),
            ("while Verify runs", () => MeetAsync(() => CompareAsync(rig))));
        return new Answer(rows, [GoalOf(rows[1], rows[0]), GoalOf(rows[2], rows[0])]);

        // The calls were there before the work: what they wait then is what they usually wait.
        async Task<Sample> MeetAsync(Func<Task> work)
        {
            await callers.RunAsync(arguments.Duration, () => Task.CompletedTask);
            rig.Live.Settle();
            var met = await callers.RunAsync(arguments.Duration, work);
            return met.Failed == 0 ? met.Sample : throw new InvalidOperationException($"A call failed: {met.Error}");
        }
    }

    private async Task CompareAsync(Rig rig)
    {
        var began = rig.Work.Time.GetTimestamp();
        do
        {
            await VerifyQuestion.VerifyAsync(rig);
        }
        while (rig.Work.Time.GetElapsedTime(began) < arguments.Duration);
    }

    private static Goal GoalOf(Row row, Row quiet)
    {
        var ratios = row.Rounds.Zip(quiet.Rounds, (ours, theirs) => ours.P99 / theirs.P99).Order().ToList();
        var ratio = ratios[ratios.Count / 2];
        return new Goal(
            $"p99 of live calls {row.Contender}", "≤ 2× of the p99 without it",
            string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0}×"), ratio <= Wanted);
    }
}
