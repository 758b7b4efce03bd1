using System.CommandLine;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Output;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary>
/// One run of one command: connects when asked to, and turns every error into a message and an exit code.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly SharedOptions _shared;
    private readonly ParseResult _parsed;
    private IClusterConnection? _connection;

    private Session(CliServices services, SharedOptions shared, ParseResult parsed)
    {
        Services = services;
        _shared = shared;
        _parsed = parsed;
    }

    /// <summary>What the program was started with.</summary>
    public CliServices Services { get; }

    /// <summary>Where results and messages go.</summary>
    public Terminal Terminal => Services.Terminal;

    /// <summary>How results are printed.</summary>
    public OutputFormat Format => _parsed.GetValue(_shared.Format);

    /// <summary>The bot that was named.</summary>
    public BotId Bot => _shared.BotOf(_parsed);

    /// <summary>The profile that was named.</summary>
    public UserKey Profile(long id) => new(Bot, id);

    /// <summary>The conversation that was named.</summary>
    public ConversationKey Conversation(long chatId) => new(Bot, chatId);

    /// <summary>Gives a command its body.</summary>
    public static void Attach(
        Command command,
        CliServices services,
        SharedOptions shared,
        Func<Session, ParseResult, CancellationToken, Task<ExitCode>> body)
        => command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = new Session(services, shared, parsed);
            return (int)await session.RunAsync(() => body(session, parsed, cancellation), cancellation);
        });

    /// <summary>Connects to the cluster, once.</summary>
    public async ValueTask<IHybridDataStore> ConnectAsync(CancellationToken cancellation)
    {
        _connection ??= await Services.Connector.ConnectAsync(_shared.ConnectionOf(_parsed), cancellation);
        return _connection.Store;
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<ExitCode> RunAsync(Func<Task<ExitCode>> body, CancellationToken cancellation)
    {
        try
        {
            return await body();
        }
        catch (Exception e)
        {
            var code = CodeOf(e, cancellation);
            Terminal.Say(code == ExitCode.Stopped ? "hybrid: stopped." : $"hybrid: {e.Message}");
            return code;
        }
    }

    private static ExitCode CodeOf(Exception error, CancellationToken cancellation) => error switch
    {
        OperationCanceledException when cancellation.IsCancellationRequested => ExitCode.Stopped,
        UsageException or InvalidInputException => ExitCode.Usage,
        RevisionConflictException => ExitCode.Conflict,
        NoSiloException or ConnectionLostException => ExitCode.Unavailable,
        OutcomeUnknownException => ExitCode.OutcomeUnknown,
        DataDamagedException => ExitCode.Damaged,
        HybridException { MayBeRetried: true } => ExitCode.Unavailable,
        _ => ExitCode.Failed,
    };
}
