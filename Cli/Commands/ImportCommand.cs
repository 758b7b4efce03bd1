using System.CommandLine;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Import;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Cli.Output;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary><c>hybrid import</c>.</summary>
internal sealed class ImportCommand
{
    private const int InFlightMax = 1024;

    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    private readonly Argument<string> _folder = new("FOLDER")
    {
        Description = "The old bot's folder: the one with girls_data/ or girls_data.json in it.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Only say what would happen.",
    };

    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Where the cluster has another body, or has deleted it: write the one of the folder. "
            + "The body it replaces goes to quarantine.",
    };

    private readonly Option<string?> _sourceBot = new("--source-bot")
    {
        Description = "How the folder's analytics files name the bot; as --bot, unless it is given. "
            + "Events of other bots are skipped.",
        HelpName = "NAME",
    };

    private readonly Option<int> _inFlight = new("--in-flight")
    {
        Description = $"How many texts are on their way at once; 1 to {InFlightMax}.",
        HelpName = "N",
        DefaultValueFactory = _ => 64,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var parts = new ImportCommand();
        var command = new DocumentedCommand("import", "Bring an old bot's folder in. It only creates.")
        {
            Examples =
            [
                new("hybrid import samples/legacy-bot --bot han_dating_bot --dry-run", "See what would happen"),
                new("hybrid import samples/legacy-bot --bot han_dating_bot", "Import"),
                new("hybrid import old --bot han_dating_bot --format json > report.json", "Keep the report"),
            ],
            Notes =
            [
                "The folder is only read. Running it again is harmless, and is how to go on after an interruption.",
                "Exit code 8 when something is in quarantine or failed: it was not imported but should have been.",
                "What the cluster holds already, or has deleted, is kept and reported, with exit code 0.",
                "See docs/import.md.",
            ],
        };
        command.Add(parts._folder);
        command.Add(shared.Bot);
        command.Add(parts._dryRun);
        command.Add(parts._overwrite);
        command.Add(parts._sourceBot);
        command.Add(parts._inFlight);
        Session.Attach(command, services, shared, parts.RunAsync);
        return command;
    }

    private async Task<ExitCode> RunAsync(Session session, ParseResult parsed, CancellationToken cancellation)
    {
        var bot = session.Bot;
        var inFlight = parsed.GetValue(_inFlight) is var given and >= 1 and <= InFlightMax
            ? given
            : throw new UsageException($"--in-flight {parsed.GetValue(_inFlight)} is outside 1 to {InFlightMax}.");
        var folder = BotFolder.Open(parsed.GetValue(_folder)!);
        var store = await session.ConnectAsync(cancellation);
        var report = new ImportReport();
        var progress = new ProgressCounter();
        var run = new ImportRun(bot, Target(session, parsed, store, bot), report, progress)
        {
            InFlight = inFlight,
            SourceBot = parsed.GetValue(_sourceBot) ?? bot.Value,
        };
        try
        {
            await new ProgressDisplay(session.Terminal, session.Services.Time).ShowAsync(
                "Importing", progress, () => Task.Run(() => run.RunAsync(folder, cancellation), cancellation));
        }
        finally
        {
            // An interrupted run has a report too: what it says was stored is stored.
            new ImportReportWriter(session.Terminal, bot, folder, parsed.GetValue(_dryRun))
                .Write(report, session.Format);
            if (!report.IsFinished)
            {
                session.Terminal.Say("The import did not come to its end. Run the same command again: it goes on.");
            }
        }

        return report.IsComplete ? ExitCode.Done : ExitCode.Incomplete;
    }

    private IImportTarget Target(Session session, ParseResult parsed, IHybridDataStore store, BotId bot)
    {
        var mode = parsed.GetValue(_overwrite) ? ImportMode.Overwrite : ImportMode.CreateOnly;
        var calls = new PatientCalls(session.Services.Time, SilenceMax);
        return parsed.GetValue(_dryRun)
            ? new RehearsalTarget(store, mode, calls)
            : new ClusterTarget(store, bot, mode, calls);
    }
}
