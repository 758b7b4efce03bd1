using System.CommandLine;
using System.Text.Json;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Cli.Output;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary><c>hybrid migration watch</c>.</summary>
internal static class MigrationWatch
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, MigrationOptions options)
    {
        var follow = new Option<bool>("--follow")
        {
            Description = "Go on after the end of the work, until Ctrl-C.",
        };
        var command = new DocumentedCommand("watch", "Show the progress of what is under way, until it has ended.")
        {
            Examples =
            [
                new("hybrid migration watch users", "Look again at what was begun with --no-wait"),
                new("hybrid migration watch users --follow --format json", "One JSON document a line, for ever"),
            ],
            Notes =
            [
                "It changes nothing. The exit code is that of the verb that began the work.",
                "With --follow a line is written when something changes, and every 5 s of a long step; with --format",
                "json, one for each look, twice a second.",
            ],
        };
        command.Add(options.Component);
        command.Add(follow);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var component = parsed.GetValue(options.Component);
            var control = (await session.ConnectAsync(cancellation)).Migration;
            return parsed.GetValue(follow)
                ? await FollowAsync(session, control, component, cancellation)
                : await ToEndAsync(session, control, component, cancellation);
        });
        return command;
    }

    private static async Task<ExitCode> ToEndAsync(
        Session session, IMigrationControl control, ComponentName component, CancellationToken cancellation)
    {
        var time = session.Services.Time;
        var end = await new MigrationDisplay(session.Terminal, time).ShowAsync(show =>
            new GoalWatch(control, time).ToEndAsync(component, show, cancellation));
        if (session.Format == OutputFormat.Json)
        {
            ResultJson.Write(session.Terminal, writer => StatusJson.Write(writer, end.Status));
        }

        if (end.Code != ExitCode.Done)
        {
            session.Terminal.Say($"hybrid: {end.Message}");
        }
        else if (session.Format == OutputFormat.Text)
        {
            session.Terminal.Write($"{end.Message}\n");
        }

        return end.Code;
    }

    private static async Task<ExitCode> FollowAsync(
        Session session, IMigrationControl control, ComponentName component, CancellationToken cancellation)
    {
        var time = session.Services.Time;
        var lines = new StepLines(line => session.Terminal.Write($"{line}\n"), time);
        Action<MigrationStatus> show = session.Format == OutputFormat.Json
            ? status => WriteLine(session.Terminal, status)
            : lines.Show;
        await new GoalWatch(control, time).ForeverAsync(component, show, cancellation);
        return ExitCode.Stopped;
    }

    private static void WriteLine(Terminal terminal, MigrationStatus status)
    {
        using (var writer = new Utf8JsonWriter(terminal.Output, ResultJson.Options with { Indented = false }))
        {
            StatusJson.Write(writer, status);
        }

        terminal.Write("\n");
    }
}
