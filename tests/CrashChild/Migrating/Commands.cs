using System.Globalization;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Verifying;

namespace HybridOrleans.CrashChild.Migrating;

/// <summary>Does what each line of input says, until there is none.</summary>
/// <remarks>
/// <c>fill</c>, <c>write</c> and <c>quiet</c>: all keys once, load, the end of the load. <c>work</c>: the background.
/// <c>rest</c>: the same instead, until nothing is left to do. <c>arm POINT PASS</c>: the process kills itself there.
/// Everything else is a verb of the migration.
/// </remarks>
internal static class Commands
{
    private static readonly VerbRequest Ann = new("ann", "a test");

    /// <param name="arguments">The JSON root, how many keys, a mistake. The environment says how to connect.</param>
    public static async Task RunAsync(string[] arguments)
    {
        var connection = Environment.GetEnvironmentVariable("CONNECTION")!;
        var bug = Enum.Parse<MigrationBug>(arguments[2]);
        await using (var silo = await OneSilo.OpenAsync(arguments[0], connection, bug))
        {
            await RunAsync(silo, new Writing(silo.Router, int.Parse(arguments[1], CultureInfo.InvariantCulture)));
        }

        Report.Line("closed");
    }

    private static async Task RunAsync(OneSilo silo, Writing writing)
    {
        using var quiet = new CancellationTokenSource();
        using var end = new CancellationTokenSource();
        var (load, work) = (Task.CompletedTask, Task.CompletedTask);
        Report.Line("ready");
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            var (command, rest) = line.Split(' ', 2) is [var one, var two] ? (one, two) : (line, "");
            switch (command)
            {
                case "fill":
                    await writing.FillAsync();
                    break;
                case "write":
                    load = writing.RunAsync(quiet.Token);
                    break;
                case "quiet":
                    await quiet.CancelAsync();
                    await load;
                    break;
                case "work":
                    work = Task.Run(() => new Working(silo.Migration).RunAsync(end.Token), CancellationToken.None);
                    break;
                case "rest":
                    await end.CancelAsync();
                    await work;
                    Report.Line(await new Working(silo.Migration).RestAsync());
                    break;
                case "arm":
                    silo.Probe.Arm(rest);
                    break;
                default:
                    var result = await VerbAsync(silo.Migration, command, rest);
                    Report.Line($"{command} {(result.Done ? "done" : "not")} {result.Message}");
                    continue;
            }

            Report.Line($"{command} done");
        }

        await quiet.CancelAsync();
        await load;
        await end.CancelAsync();
        await work;
    }

    private static Task<VerbResult> VerbAsync(ComponentMigration migration, string verb, string rest)
    {
        var cancel = CancellationToken.None;
        return verb switch
        {
            "start" => migration.StartAsync(Ann, cancel),
            "enable" => migration.EnableAsync(Ann, cancel),
            "throttle" => migration.ThrottleAsync(long.Parse(rest, CultureInfo.InvariantCulture), Ann, cancel),
            "promote" => migration.PromoteAsync(null, Ann, cancel),
            "verify" => migration.VerifyAsync(VerifyScope.Complete, Ann, cancel),
            "rampdown" => migration.RampDownAsync(Ann, cancel),
            "reopen" => migration.ReopenAsync(Ann, cancel),
            "rollback" => migration.RollbackAsync(Ann, cancel),
            "disable" => migration.DisableAsync(Ann, cancel),
            "abort" => migration.AbortAsync(Ann, cancel),
            "complete" => migration.CompleteAsync(Ann, cancel),
            _ => throw new ArgumentException($"'{verb}' is no verb."),
        };
    }
}
