using System.Text;
using HybridOrleans.Cli.Commands;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Output;
using HybridOrleans.Client;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>Runs command lines in this process against a store in memory.</summary>
internal sealed class CommandLineHarness : IClusterConnector
{
    public MemoryDataStore Store { get; } = new();

    public Dictionary<string, string> Environment { get; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool InputIsTerminal { get; set; }

    /// <summary>True draws progress instead of writing lines.</summary>
    public bool MessagesAreTerminal { get; set; }

    /// <summary>What Ctrl-C does to the command that runs.</summary>
    public CancellationTokenSource Stopping { get; } = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken);

    /// <summary>What the last command wanted to connect to; null when it did not connect.</summary>
    public ConnectionSettings? Connected { get; private set; }

    public Task<CommandResult> RunAsync(params string[] arguments) => RunWithInputAsync([], arguments);

    public async Task<CommandResult> RunWithInputAsync(byte[] input, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var messages = new StringWriter();
        var terminal = new Terminal
        {
            Output = output,
            Messages = messages,
            Input = new MemoryStream(input),
            InputIsTerminal = InputIsTerminal,
            MessagesAreTerminal = MessagesAreTerminal,
        };
        var services = new CliServices
        {
            Terminal = terminal,
            Connector = this,
            Time = Time,
            Environment = name => Environment.GetValueOrDefault(name),
        };
        await using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        var code = await new HybridCommandLine(services).RunAsync(
            arguments, text, Stopping.Token);
        await text.FlushAsync(TestContext.Current.CancellationToken);
        return new CommandResult((ExitCode)code, output.ToArray(), messages.ToString());
    }

    public ValueTask<IClusterConnection> ConnectAsync(ConnectionSettings settings, CancellationToken cancellation)
    {
        Connected = settings;
        return ValueTask.FromResult<IClusterConnection>(new MemoryConnection(Store));
    }
}
