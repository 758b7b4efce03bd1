using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary>Options that every command has, or most.</summary>
/// <param name="environment">Reads an environment variable; an option on the command line wins over it.</param>
internal sealed class SharedOptions(Func<string, string?> environment)
{
    private const string DefaultGateway = "127.0.0.1:30000";
    private const double PatienceSecondsMax = 300;

    /// <summary>How results are printed.</summary>
    public Option<OutputFormat> Format { get; } = new("--format")
    {
        Description = "How results are printed: text for people, json for programs.",
        HelpName = "json|text",
        Recursive = true,
        CustomParser = ParseFormat,
    };

    /// <summary>Where silos listen for clients.</summary>
    public Option<string[]> Gateways { get; } = new("--gateway")
    {
        Description = $"A silo's gateway; may be repeated. HYBRID_GATEWAY, else {DefaultGateway}.",
        HelpName = "HOST:PORT",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The cluster id of the silos.</summary>
    public Option<string?> ClusterId { get; } = new("--cluster-id")
    {
        Description = $"The cluster id of the silos. HYBRID_CLUSTER_ID, else {ClusterDefaults.ClusterId}.",
        HelpName = "NAME",
        Recursive = true,
    };

    /// <summary>The service id of the silos.</summary>
    public Option<string?> ServiceId { get; } = new("--service-id")
    {
        Description = $"The service id of the silos. HYBRID_SERVICE_ID, else {ClusterDefaults.ServiceId}.",
        HelpName = "NAME",
        Recursive = true,
    };

    /// <summary>How long to wait for a silo.</summary>
    public Option<double> Patience { get; } = new("--connect-timeout")
    {
        Description = "How many seconds to wait for a silo that does not answer; 0.1 to 300.",
        HelpName = "SECONDS",
        Recursive = true,
        DefaultValueFactory = _ => 5,
    };

    /// <summary>The bot whose data is meant.</summary>
    public Option<string?> Bot { get; } = new("--bot")
    {
        Description = "The bot: 1 to 64 of a-z, 0-9, '_' and '-'. HYBRID_BOT when left out.",
        HelpName = "NAME",
    };

    /// <summary>Goes ahead without a question.</summary>
    public Option<bool> Yes { get; } = new("--yes")
    {
        Description = "Go ahead without a question.",
    };

    /// <summary>The bot that was named.</summary>
    /// <exception cref="UsageException">None was.</exception>
    public BotId BotOf(ParseResult parsed)
        => new(parsed.GetValue(Bot) ?? environment("HYBRID_BOT")
            ?? throw new UsageException("Which bot? Add --bot NAME, or set HYBRID_BOT."));

    /// <summary>The cluster that was named.</summary>
    /// <exception cref="UsageException">A value is not acceptable.</exception>
    public ConnectionSettings ConnectionOf(ParseResult parsed)
    {
        var gateways = parsed.GetValue(Gateways) is { Length: > 0 } given
            ? given
            : (environment("HYBRID_GATEWAY") ?? DefaultGateway).Split(',');
        var patience = parsed.GetValue(Patience);
        return new ConnectionSettings
        {
            Gateways = [.. gateways.Select(gateway => gateway.Trim())],
            ClusterId = parsed.GetValue(ClusterId) ?? environment("HYBRID_CLUSTER_ID") ?? ClusterDefaults.ClusterId,
            ServiceId = parsed.GetValue(ServiceId) ?? environment("HYBRID_SERVICE_ID") ?? ClusterDefaults.ServiceId,
            Patience = patience is >= 0.1 and <= PatienceSecondsMax
                ? TimeSpan.FromSeconds(patience)
                : throw new UsageException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"--connect-timeout {patience} is outside 0.1 to {PatienceSecondsMax} seconds.")),
        };
    }

    private static OutputFormat ParseFormat(ArgumentResult result)
    {
        var value = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (value is not ("json" or "text"))
        {
            result.AddError($"--format takes json or text, not '{value}'.");
        }

        return value == "json" ? OutputFormat.Json : OutputFormat.Text;
    }
}
