using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary><c>hybrid migration divergences</c>.</summary>
internal static class MigrationDivergences
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared, MigrationOptions options)
    {
        var command = new DocumentedCommand("divergences", "List the keys that both stores hold differently.")
        {
            Examples =
            [
                new("hybrid migration divergences users", "Both sides' revision and hash"),
                new("hybrid migration repair users", "Then mend them"),
            ],
            Notes =
            [
                "At most 1,000. A key that somebody was just writing is none.",
                "Exit code 10 when there are any.",
            ],
        };
        command.Add(options.Component);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var component = parsed.GetValue(options.Component);
            var control = (await session.ConnectAsync(cancellation)).Migration;
            var divergences = await control.DivergencesAsync(component, cancellation);
            if (session.Format == OutputFormat.Json)
            {
                ListingJson.Write(session.Terminal, component, "divergences", divergences, WriteMembers);
            }
            else
            {
                WriteText(session.Terminal, component, divergences);
            }

            return divergences.Count == 0 ? ExitCode.Done : ExitCode.Divergent;
        });
        return command;
    }

    private static void WriteText(
        Terminal terminal, ComponentName component, IReadOnlyList<DivergenceListing> divergences)
    {
        var name = MigrationNames.Of(component);
        if (divergences.Count == 0)
        {
            terminal.Write($"No divergence of {name} is known.\n");
            return;
        }

        TextTable.Write(terminal, ["key", "what differs", "deciding store", "other store"], divergences.Select(
            one => (string[])
            [
                one.Key,
                one.Reason,
                Version(one.RootRevision, one.RootHash),
                Version(one.FollowerRevision, one.FollowerHash),
            ]));
        terminal.Write($"'hybrid migration repair {name}' mends them: the deciding store wins.\n");
    }

    private static string Version(long revision, string hash) => revision == 0 ? "nothing" : string.Create(
        CultureInfo.InvariantCulture, $"{revision}.{(hash.Length == 0 ? "deleted" : hash)}");

    private static void WriteMembers(Utf8JsonWriter writer, DivergenceListing one)
    {
        writer.WriteString("key", one.Key);
        writer.WriteString("reason", one.Reason);
        writer.WriteNumber("rootRevision", one.RootRevision);
        writer.WriteString("rootHash", one.RootHash);
        writer.WriteNumber("followerRevision", one.FollowerRevision);
        writer.WriteString("followerHash", one.FollowerHash);
    }
}
