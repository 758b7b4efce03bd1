using System.CommandLine;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Export;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid export</c>.</summary>
internal static class ExportCommand
{
    private const string BackupScope = "backup";

    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where to write; created when missing." };
        var overwrite = new Option<bool>("--overwrite")
        {
            Description = "Write into a folder that is not empty, REPLACING files of the same name.",
        };
        var layout = new Option<ExportLayout>("--layout")
        {
            Description = "profiles: girls_data/{id}.json only. legacy: the whole folder, as the old bot reads it.",
            DefaultValueFactory = _ => ExportLayout.Profiles,
        };
        var command = new DocumentedCommand("export", "Write what a bot has as plain files of the old bot.")
        {
            Examples =
            [
                new("hybrid export backup --bot han_dating_bot", "One plain JSON file for each profile"),
                new("hybrid import backup --bot copy_of_bot", "And back again, for another bot"),
                new("hybrid export folder --layout legacy --bot han_dating_bot", "Chats, settings and events, too"),
            ],
            Notes =
            [
                "Every token is as it is stored; white space is added for people. Deleted profiles are left out.",
                "It is no snapshot: what is written meanwhile may or may not be in it.",
                "The layout legacy adds conversations/, config.json, backups/ and analytics_YYYYMM.json of the last "
                + "120 months. It is laid out byte for byte as the old bot did; see docs/export.md.",
                "Exit code 8 when something is damaged and was left out.",
            ],
        };
        command.Add(folder);
        command.Add(shared.Bot);
        command.Add(layout);
        command.Add(overwrite);
        Session.Attach(command, services, shared, (session, parsed, cancellation) => RunAsync(
            session,
            parsed.GetValue(folder)!,
            parsed.GetValue(overwrite) ? Existing.Overwrite : Existing.Refuse,
            parsed.GetValue(layout),
            cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        Session session, string path, Existing existing, ExportLayout layout, CancellationToken cancellation)
    {
        var bot = session.Bot;
        var store = await session.ConnectAsync(cancellation);
        var progress = new ProgressCounter();
        var time = session.Services.Time;
        var tally = new ExportTally();
        var folder = ExportFolder.Open(path, existing, layout);
        var run = new ExportRun(store, bot, folder, tally, progress);
        var calls = new PatientCalls(time, SilenceMax);
        var rest = new LegacyRest(store, bot, folder, tally, calls);
        await new ProgressDisplay(session.Terminal, time).ShowAsync("Exporting", progress, async () =>
        {
            await run.RunAsync(calls, cancellation);
            if (layout == ExportLayout.Legacy)
            {
                await rest.WriteConfigurationAsync(cancellation);
                await run.EachAsync(
                    store.Conversations.ListAsync(bot, cancellation), rest.WriteChatAsync, cancellation);
                await run.EachAsync(
                    store.Configuration.ListAsync(bot, BackupScope, cancellation), rest.WriteBackupAsync, cancellation);
                await run.EachAsync(MonthsUntil(time.GetUtcNow()), rest.WriteMonthAsync, cancellation);
            }
        });
        ExportOutput.Write(session, layout, tally);
        return tally.Failures.Count == 0 ? ExitCode.Done : ExitCode.Incomplete;
    }

    /// <summary>The months that may hold events; the next one for clocks that run ahead.</summary>
    private static IAsyncEnumerable<DateTimeOffset> MonthsUntil(DateTimeOffset now)
    {
        var next = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        return Enumerable.Range(1 - EventQuery.MonthsMax, EventQuery.MonthsMax)
            .Select(next.AddMonths).ToAsyncEnumerable();
    }
}
