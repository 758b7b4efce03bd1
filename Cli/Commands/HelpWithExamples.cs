using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace HybridOrleans.Cli.Commands;

/// <summary>The help of System.CommandLine, then notes and examples, then for the root the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is DocumentedCommand documented)
        {
            WriteNotes(documented, output);
        }

        if (command is RootCommand)
        {
            WriteExitCodes(output);
        }

        return result;
    }

    private static void WriteNotes(DocumentedCommand command, TextWriter output)
    {
        if (command.Notes.Count > 0)
        {
            output.WriteLine("Notes:");
            foreach (var note in command.Notes)
            {
                output.WriteLine($"  {note}");
            }

            output.WriteLine();
        }

        if (command.Examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  # {example.Meaning}");
                output.WriteLine($"  {example.Line}");
            }

            output.WriteLine();
        }
    }

    private static void WriteExitCodes(TextWriter output)
    {
        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCodes.All)
        {
            output.WriteLine($"  {(int)code,-4} {meaning}");
        }

        output.WriteLine();
    }
}
