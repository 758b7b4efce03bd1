using System.CommandLine;
using System.Globalization;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Export;
using HybridOrleans.Cli.Output;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid export</c>.</summary>
internal static class ExportCommand
{
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where to write; created when missing." };
        var overwrite = new Option<bool>("--overwrite")
        {
            Description = "Write into a folder that is not empty, REPLACING files of the same name.",
        };
        var command = new DocumentedCommand("export", "Write all profiles of a bot as girls_data/{id}.json.")
        {
            Examples =
            [
                new("hybrid export backup --bot han_dating_bot", "One plain JSON file for each profile"),
                new("hybrid import backup --bot copy_of_bot", "And back again, for another bot"),
            ],
            Notes =
            [
                "Every token is as it is stored; white space is added for people. Deleted profiles are left out.",
                "It is no snapshot: what is written meanwhile may or may not be in it.",
                "Exit code 8 when a profile is damaged and was left out.",
            ],
        };
        command.Add(folder);
        command.Add(shared.Bot);
        command.Add(overwrite);
        Session.Attach(command, services, shared, (session, parsed, cancellation) => RunAsync(
            session,
            parsed.GetValue(folder)!,
            parsed.GetValue(overwrite) ? Existing.Overwrite : Existing.Refuse,
            cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        Session session, string path, Existing existing, CancellationToken cancellation)
    {
        var bot = session.Bot;
        var store = await session.ConnectAsync(cancellation);
        var progress = new ProgressCounter();
        var time = session.Services.Time;
        var run = new ExportRun(store, bot, ExportFolder.Open(path, existing), progress);
        await new ProgressDisplay(session.Terminal, time).ShowAsync(
            "Exporting", progress, () => run.RunAsync(new PatientCalls(time, SilenceMax), cancellation));
        Write(session, run);
        return run.Failures.Count == 0 ? ExitCode.Done : ExitCode.Incomplete;
    }

    private static void Write(Session session, ExportRun run)
    {
        if (session.Format == OutputFormat.Text)
        {
            session.Terminal.Write(string.Create(
                CultureInfo.InvariantCulture, $"{run.Exported:N0} profiles exported\n"));
            foreach (var (id, reason) in run.Failures)
            {
                session.Terminal.Write(string.Create(CultureInfo.InvariantCulture, $"{id} left out: {reason}\n"));
            }

            return;
        }

        ResultJson.Write(session.Terminal, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("bot", session.Bot.Value);
            writer.WriteNumber("exported", run.Exported);
            writer.WriteStartArray("failed");
            foreach (var (id, reason) in run.Failures)
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", id);
                writer.WriteString("reason", reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
