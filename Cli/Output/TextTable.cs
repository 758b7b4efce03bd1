using Spectre.Console;

namespace HybridOrleans.Cli.Output;

/// <summary>Prints a table: drawn for people, plain columns when the output goes elsewhere.</summary>
internal static class TextTable
{
    private const int PipedWidth = 160;
    private const int NarrowestWidth = 40;

    /// <summary>Prints a table to the output.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns([.. columns.Select(column => new TableColumn(Markup.Escape(column)))]);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = terminal.OutputIsTerminal
            ? Math.Max(Console.WindowWidth, NarrowestWidth)
            : PipedWidth;
        console.Write(table);
        // The border style pads every line, and puts an empty one above and below.
        var lines = text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);
        terminal.Write(string.Join('\n', lines.Append("\n")));
    }
}
