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
        var (there, toPostgres) = await SwitchAsync(
            rig, () => rig.Migration.RampDownAsync(PhaseQuestion.Asks, default));
        var (back, toJson) = await SwitchAsync(rig, () => rig.Migration.ReopenAsync(PhaseQuestion.Asks, default));
        await ending.CancelAsync();
        await controller;
        await progress.WriteLineAsync($"switch: {toPostgres}, {toJson}; "
            + $"{there.Failed} failed {there.Error}, {back.Failed} failed {back.Error}, "
            + $"{rig.Router.StatisticsOf(Component.Users).Debts} debts");
        var failed = there.Failed + back.Failed;
        var longest = there.Longest > back.Longest ? there.Longest : back.Longest;
        return new Answer([], [
            new Goal(
                string.Create(
                    CultureInfo.InvariantCulture, $"root to PostgreSQL and back, {arguments.Records:N0} records"),
                "no failed call, no caller waits over 5 s",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{failed} of {there.Calls + back.Calls} calls failed, longest wait {longest.TotalSeconds:0.00} s "
                    + $"(the verbs: {toPostgres.TotalSeconds:0.00} s and {toJson.TotalSeconds:0.00} s)"),
                failed == 0 && longest <= Wanted),
        ]);
    }

    /// <summary>Compares, and switches while users call; again while a debt is paid.</summary>
    /// <remarks>
    /// The comparison has its own question, and is over before users begin: what they write until the switch is in the
    /// list of changes that the seal looks at.
    /// </remarks>
    private async Task<(LiveResult Met, TimeSpan Verb)> SwitchAsync(Rig rig, Func<Task<VerbResult>> verb)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await rig.Migration.VerifyAsync(VerifyScope.Complete, PhaseQuestion.Asks, default);
            if (result.Done)
            {
                var (met, time, switched) = await BesideCallsAsync(rig, verb);
                if (switched.Done)
                {
                    return (met, time);
                }

                result = switched;
            }

            await progress.WriteLineAsync($"switch: {result.Message}");
            if (attempt == AttemptsMax)
            {
                throw new InvalidOperationException(result.Message);
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task<(LiveResult Met, TimeSpan Time, VerbResult Switched)> BesideCallsAsync(
        Rig rig, Func<Task<VerbResult>> verb)
    {
        VerbResult? switched = null;
        var time = TimeSpan.Zero;
        var met = await new LiveCallers(rig.Calls, arguments.Records).RunAsync(arguments.Duration, async () =>
        {
            await Task.Delay(arguments.Duration, CancellationToken.None);
            var started = Stopwatch.GetTimestamp();
            switched = await verb();
            time = Stopwatch.GetElapsedTime(started);
            await Task.Delay(arguments.Duration, CancellationToken.None);
        });
        return (met, time, switched!);
    }

    private static async Task ControlAsync(Rig rig, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(await rig.Migration.StepAsync(CancellationToken.None), CancellationToken.None);
        }
    }
}
