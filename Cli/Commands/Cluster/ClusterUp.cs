using System.CommandLine;
using HybridOrleans.Cli.Cluster;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Cluster;

/// <summary><c>hybrid cluster up</c>.</summary>
internal static class ClusterUp
{
    private const int HttpPort = 8080;
    private const int PortMax = 65535;
    private const int ReadySecondsMax = 600;

    /// <summary>Three silos, PostgreSQL and Redis, each with its own limit, one after another.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(10);

    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var silos = Number("--silos", $"How many silos; 1 to {ClusterSettings.SilosMax}.", 3);
        var data = new Option<string>("--data")
        {
            Description = "The folder of everything; made when missing, and used again by the next 'up'.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "data",
        };
        var gateway = Number(
            "--gateway-port", "Where the first silo listens for clients; the next ones follow.",
            ClusterDefaults.GatewayPort);
        var silo = Number(
            "--silo-port", "Where the first silo listens for the others; the next ones follow.",
            ClusterDefaults.SiloPort);
        var http = Number("--http-port", "Health and dashboard of the first silo; the next ones follow.", HttpPort);
        var redis = Number("--redis-port", "Where Redis listens; 0 for any free port.", 0);
        var ready = Number("--ready-timeout", $"Seconds for each part to get ready; 1 to {ReadySecondsMax}.", 90);
        var set = new Option<string[]>("--set")
        {
            Description = "A setting of every silo; may be repeated. See docs/configuration.md.",
            HelpName = "NAME=VALUE",
        };
        var command = new DocumentedCommand(
            "up", "Run Redis, PostgreSQL and several silos until Ctrl-C.")
        {
            StopLimit = StopLimit,
            Examples =
            [
                new("hybrid cluster up --silos 3", "Three silos; clients and 'hybrid' find them without configuration"),
                new("hybrid cluster up --data /tmp/try --set HybridOrleans:Components:users=postgres",
                    "Elsewhere, with profiles in PostgreSQL from the beginning"),
            ],
            Notes =
            [
                "It needs 'redis-server' and the programs of a PostgreSQL server on this machine; everything listens",
                "on loopback. The data folder is also that of a silo alone: the two can take turns on the same data.",
                "Ctrl-C stops the silos, then PostgreSQL, then Redis, and exits with 0; the data stays. When 'hybrid'",
                "is killed everything ends by itself within seconds. A silo that ends does not end the others.",
            ],
        };
        Option[] options = [silos, data, gateway, silo, http, redis, ready, set];
        options.ToList().ForEach(command.Add);
        Session.Attach(command, services, shared, (session, parsed, cancellation) => RunAsync(
            session,
            new ClusterSettings
            {
                Silos = Within(parsed, silos, 1, ClusterSettings.SilosMax),
                Data = Path.GetFullPath(parsed.GetValue(data)!),
                FirstPorts = new SiloPorts(
                    Within(parsed, silo, 1, PortMax - ClusterSettings.SilosMax),
                    Within(parsed, gateway, 1, PortMax - ClusterSettings.SilosMax),
                    Within(parsed, http, 1, PortMax - ClusterSettings.SilosMax)),
                RedisPort = Within(parsed, redis, 0, PortMax),
                ClusterId = shared.ConnectionOf(parsed).ClusterId,
                ServiceId = shared.ConnectionOf(parsed).ServiceId,
                Set = parsed.GetValue(set) ?? [],
                ReadyLimit = TimeSpan.FromSeconds(Within(parsed, ready, 1, ReadySecondsMax)),
            },
            cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        Session session, ClusterSettings settings, CancellationToken cancellation)
    {
        if (settings.Set.FirstOrDefault(s => s.IndexOf('=', StringComparison.Ordinal) <= 0) is { } wrong)
        {
            throw new UsageException($"--set takes NAME=VALUE, not '{wrong}'.");
        }

        var programs = Programs.Find(session.Services.Environment);
        var time = session.Services.Time;
        var began = time.GetTimestamp();
        await using var cluster = await LocalCluster.StartAsync(
            settings, programs, time, session.Terminal.Say, cancellation);
        if (session.Format == OutputFormat.Json)
        {
            ClusterOutput.WriteJson(session.Terminal, cluster);
        }
        else
        {
            session.Terminal.Write(ClusterOutput.Text(cluster, time.GetElapsedTime(began)));
        }

        try
        {
            await cluster.WatchAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            session.Terminal.Say("Stopping the silos, then PostgreSQL, then Redis…");
        }

        var isClean = await cluster.StopAsync();
        session.Terminal.Say($"Stopped. The data is in {settings.Data}.");
        return isClean ? ExitCode.Done : ExitCode.Failed;
    }

    private static Option<int> Number(string name, string description, int standard) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => standard,
    };

    private static int Within(ParseResult parsed, Option<int> option, int min, int max)
    {
        var value = parsed.GetValue(option);
        return value >= min && value <= max
            ? value
            : throw new UsageException($"{option.Name} {value} is outside {min} to {max}.");
    }
}
