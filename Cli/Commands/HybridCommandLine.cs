using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using HybridOrleans.Cli.Commands.Analytics;
using HybridOrleans.Cli.Commands.Cluster;
using HybridOrleans.Cli.Commands.Configuration;
using HybridOrleans.Cli.Commands.Keys;
using HybridOrleans.Cli.Commands.Migration;

namespace HybridOrleans.Cli.Commands;

/// <summary>The whole command line of <c>hybrid</c>.</summary>
internal sealed class HybridCommandLine
{
    /// <summary>The same everywhere, so that docs/cli.md can be compared with it.</summary>
    private const int HelpWidth = 110;

    private readonly CliServices _services;

    /// <summary>Builds the tree of commands.</summary>
    public HybridCommandLine(CliServices services)
    {
        _services = services;
        var shared = new SharedOptions(services.Environment);
        Root = new RootCommand("Operates the state of bots on a HybridOrleans cluster.")
        {
            new DocumentedCommand("profile", "Read and change single profiles.")
            {
                ProfileGet.Create(services, shared),
                ProfileSet.Create(services, shared),
                ProfilePatch.Create(services, shared),
                ProfileDelete.Create(services, shared),
                ProfileErase.Create(services, shared),
                ProfileList.Create(services, shared),
            },
            ConfigCommand.Create(services, shared),
            new DocumentedCommand("conversation", "Read and change the messages of chats.")
            {
                ConversationAppend.Create(services, shared),
                ConversationRecent.Create(services, shared),
                ConversationRange.Create(services, shared),
                ConversationCount.Create(services, shared),
                ConversationDelete.Create(services, shared),
            },
            AnalyticsCommand.Create(services, shared),
            ImportCommand.Create(services, shared),
            ExportCommand.Create(services, shared),
            SampleCommand.Create(services, shared),
            new DocumentedCommand("repair", "Find and take over damaged data.")
            {
                RepairList.Create(services, shared),
                RepairAdopt.Create(services, shared),
            },
            MigrationCommand.Create(services, shared),
            ClusterCommand.Create(services, shared),
            KeyCommand.Create(services, shared),
        };
        Root.Add(shared.Format);
        Root.Add(shared.Gateways);
        Root.Add(shared.ClusterId);
        Root.Add(shared.ServiceId);
        Root.Add(shared.Patience);
        Root.HelpName = "hybrid";
        var help = Root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples(new HelpAction { MaxWidth = HelpWidth });
    }

    /// <summary>The root of the tree.</summary>
    public RootCommand Root { get; }

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellation)
    {
        // Without a replacer, an argument that begins with '@' is itself and not the name of a file with arguments.
        var parsed = Root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                _services.Terminal.Say($"hybrid: {error.Message}");
            }

            _services.Terminal.Say($"See '{Path(parsed.CommandResult)} --help'.");
            return (int)ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration { Output = output, Error = _services.Terminal.Messages };
        if (parsed.CommandResult.Command is DocumentedCommand { StopLimit: { } stopLimit })
        {
            configuration.ProcessTerminationTimeout = stopLimit;
        }

        return await parsed.InvokeAsync(configuration, cancellation);
    }

    private static string Path(System.CommandLine.Parsing.CommandResult command)
        => command.Parent is System.CommandLine.Parsing.CommandResult parent
            ? $"{Path(parent)} {command.Command.Name}"
            : "hybrid";
}
