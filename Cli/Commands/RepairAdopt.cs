using System.CommandLine;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid repair adopt</c>.</summary>
internal static class RepairAdopt
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var id = IdArgument.Create();
        var command = new DocumentedCommand("adopt", "Take an edited or damaged profile over, as one more revision.")
        {
            Examples = [new("hybrid repair adopt 1001 --bot han_dating_bot", "Make an edit by hand official")],
            Notes =
            [
                "The file's bytes go to quarantine first, then they are written above every revision known.",
                "When they are no JSON object, nothing is written (exit code 2): restore or delete it.",
                "A profile that is not damaged is left as it is.",
            ],
        };
        command.Add(id);
        command.Add(shared.Bot);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var key = session.Profile(parsed.GetValue(id));
            var store = await session.ConnectAsync(cancellation);
            ReceiptOutput.Write(session, key, await store.Repair.AdoptAsync(key, cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}
