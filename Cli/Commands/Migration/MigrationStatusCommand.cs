using System.CommandLine;
using System.Globalization;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary><c>hybrid migration status</c>.</summary>
internal static class MigrationStatusCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, MigrationOptions options)
    {
        var command = new DocumentedCommand("status", "Tell what holds now, and what stands in the way.")
        {
            Examples =
            [
                new("hybrid migration status", "All components in a table"),
                new("hybrid migration status users", "One component: the guarantee, then the details"),
                new("hybrid migration status users --format json", "The same for a program"),
            ],
            Notes = ["Exit code 0 whatever the state is: it is an answer."],
        };
        command.Add(options.ComponentOrAll);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var control = (await session.ConnectAsync(cancellation)).Migration;
            if (parsed.GetValue(options.ComponentOrAll) is { } component)
            {
                WriteOne(session, await control.StatusAsync(component, cancellation));
                return ExitCode.Done;
            }

            var all = new List<MigrationStatus>();
            foreach (var one in Enum.GetValues<ComponentName>())
            {
                all.Add(await control.StatusAsync(one, cancellation));
            }

            WriteAll(session, all);
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteOne(Session session, MigrationStatus status)
    {
        if (session.Format == OutputFormat.Json)
        {
            ResultJson.Write(session.Terminal, writer => StatusJson.Write(writer, status));
            return;
        }

        session.Terminal.Write(StatusText.Of(status));
        if (status.Silos.Count == 0)
        {
            session.Terminal.Write("\nNo silo has reported what it sees.\n");
            return;
        }

        session.Terminal.Write("\n");
        TextTable.Write(session.Terminal, ["silo", "sees", "phase", "epoch", "age"], status.Silos.Select(
            silo => (string[])
            [
                silo.Silo,
                StatusText.Sees(status, silo),
                MigrationNames.Of(silo.Phase, silo.SharePercent),
                Number(silo.Epoch),
                string.Create(CultureInfo.InvariantCulture, $"{silo.Age.TotalSeconds:0.0} s"),
            ]));
    }

    private static void WriteAll(Session session, IReadOnlyList<MigrationStatus> all)
    {
        if (session.Format == OutputFormat.Json)
        {
            ResultJson.Write(session.Terminal, writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("components");
                foreach (var status in all)
                {
                    StatusJson.Write(writer, status);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            });
            return;
        }

        TextTable.Write(
            session.Terminal,
            ["component", "phase", "epoch", "now", "behind", "divergent", "next step"],
            all.Select(status => (string[])
            [
                MigrationNames.Of(status.Component),
                MigrationNames.Of(status.Phase, status.SharePercent),
                Number(status.Epoch),
                ProgressText.Short(status),
                StatusText.Behind(status),
                Number(status.Divergent),
                StatusText.Next(status),
            ]));
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
