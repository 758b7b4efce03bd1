using System.Diagnostics;
using System.Globalization;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Report;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Migration;

/// <summary>What do users notice while the root moves to PostgreSQL, and back to the files?</summary>
internal sealed class SwitchQuestion(Arguments arguments, TextWriter progress)
{
    private const int AttemptsMax = 120;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Wanted = TimeSpan.FromSeconds(5);

    public async Task<Answer> AskAsync(BenchServer server)
    {
        await using var rig = await Rig.OpenAsync(server);
        await Filling.IntoAsync(rig.Json, arguments.Records);
        await CopyQuestion.SynchroniseAsync(rig);
        await rig.SetAsync(d => d with { Phase = Phase.Live, SharePercent = 100 });
        using var ending = new CancellationTokenSource();
        var controller = Task.Run(() => ControlAsync(rig, ending.Token));
        var times = new List<TimeSpan>();
        var met = await new LiveCallers(rig.Calls, arguments.Records).RunAsync(arguments.Duration, async () =>
        {
            times.Add(await SwitchAsync(rig, () => rig.Migration.RampDownAsync(PhaseQuestion.Asks, default)));
            await Task.Delay(arguments.Duration, CancellationToken.None);
            times.Add(await SwitchAsync(rig, () => rig.Migration.ReopenAsync(PhaseQuestion.Asks, default)));
            await Task.Delay(arguments.Duration, CancellationToken.None);
        });
        await ending.CancelAsync();
        await controller;
        await progress.WriteLineAsync($"switch: {string.Join(", ", times)}; "
            + $"{met.Failed} failed {met.Error}, {rig.Router.StatisticsOf(Component.Users).Debts} debts");
        return new Answer([], [
            new Goal(
                string.Create(
                    CultureInfo.InvariantCulture, $"root to PostgreSQL and back, {arguments.Records:N0} records"),
                "no failed call, no caller waits over 5 s",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{met.Failed} of {met.Calls} calls failed, longest wait {met.Longest.TotalSeconds:0.00} s "
                    + $"(the verbs: {times[0].TotalSeconds:0.00} s and {times[1].TotalSeconds:0.00} s)"),
                met.Failed == 0 && met.Longest <= Wanted),
        ]);
    }

    /// <summary>Compares, and switches; again while a debt is paid, or when users wrote too much in between.</summary>
    private async Task<TimeSpan> SwitchAsync(Rig rig, Func<Task<VerbResult>> verb)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await rig.Migration.VerifyAsync(VerifyScope.Complete, PhaseQuestion.Asks, default);
            var started = Stopwatch.GetTimestamp();
            result = result.Done ? await verb() : result;
            if (result.Done)
            {
                return Stopwatch.GetElapsedTime(started);
            }

            await progress.WriteLineAsync($"switch: {result.Message}");
            if (attempt == AttemptsMax)
            {
                throw new InvalidOperationException(result.Message);
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private static async Task ControlAsync(Rig rig, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(await rig.Migration.StepAsync(CancellationToken.None), CancellationToken.None);
        }
    }
}
