using System.CommandLine;
using System.Text;
using HybridOrleans.Cli.Commands;
using HybridOrleans.Cli.Output;
using HybridOrleans.Cli.Tests.Fakes;

namespace HybridOrleans.Cli.Tests.Commands;

public sealed class HelpTests
{
    private readonly CommandLineHarness _hybrid = new();

    [Fact]
    public async Task The_page_about_the_commands_is_what_the_help_says()
    {
        var page = new StringBuilder(
            """
            # The command line

            Each section is what `hybrid … --help` prints; a test compares the two. What an import does is told in
            [import.md](import.md). `hybrid migration` moves components between JSON files and PostgreSQL: begin with
            `assess`, go with `enable`, look with `status`, come back with `disable`.

            """.ReplaceLineEndings("\n"));
        foreach (var path in Paths())
        {
            var help = await _hybrid.RunAsync([.. path, "--help"]);
            Assert.Equal(ExitCode.Done, help.Code);
            var title = string.Join(' ', path.Prepend("hybrid"));
            var text = string.Join('\n', help.Text.Trim().Split('\n').Select(line => line.TrimEnd()));
            page.Append('\n').Append($"## `{title}`\n\n```text\n{text}\n```\n");
        }

        Golden.Check("docs/cli.md", page.ToString());
    }

    [Fact]
    public void Every_command_that_does_something_has_examples_that_parse()
    {
        var root = CommandLine().Root;
        var commands = Leaves(root).ToList();
        Assert.Equal(51, commands.Count);
        Assert.All(commands, command => Assert.NotEmpty(((DocumentedCommand)command).Examples));
        foreach (var example in commands.SelectMany(command => ((DocumentedCommand)command).Examples))
        {
            var line = example.Line.Split(" | ").Single(part => part.StartsWith("hybrid ", StringComparison.Ordinal));
            var words = line.Split(" > ")[0]["hybrid ".Length..];
            Assert.Empty(root.Parse(words).Errors);
        }
    }

    [Fact]
    public async Task The_help_lists_every_exit_code()
    {
        var help = await _hybrid.RunAsync("--help");
        Assert.Equal(Enum.GetValues<ExitCode>(), ExitCodes.All.Select(one => one.Code));
        Assert.All(ExitCodes.All, one => Assert.Contains(
            $"{(int)one.Code,-4} {one.Meaning}", help.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_needs_no_silo_and_no_bot()
    {
        await _hybrid.RunAsync("profile", "get", "--help");
        Assert.Null(_hybrid.Connected);
    }

    private static IEnumerable<string[]> Paths() => Walk([], CommandLine().Root);

    private static IEnumerable<string[]> Walk(string[] path, Command command)
        => command.Subcommands.SelectMany(sub => Walk([.. path, sub.Name], sub)).Prepend(path);

    private static IEnumerable<Command> Leaves(Command command)
        => command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    private static HybridCommandLine CommandLine() => new(new CliServices
    {
        Terminal = new Terminal { Output = Stream.Null, Messages = TextWriter.Null, Input = Stream.Null },
        Connector = new CommandLineHarness(),
        Time = TimeProvider.System,
        Environment = _ => null,
    });
}
