using HybridOrleans.Cli.Commands;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Output;

var services = new CliServices
{
    Terminal = Terminal.OfProcess(),
    Connector = new ClusterConnector(),
    Time = TimeProvider.System,
    Environment = Environment.GetEnvironmentVariable,
};
return await new HybridCommandLine(services).RunAsync(args, Console.Out, CancellationToken.None);
