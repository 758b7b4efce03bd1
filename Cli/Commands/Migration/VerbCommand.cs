using System.CommandLine;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary>One verb of <c>hybrid migration</c>: asks the controller, and watches what comes of it.</summary>
internal sealed class VerbCommand
{
    private readonly VerbText _text;
    private readonly MigrationOptions _options;
    private readonly SharedOptions _shared;
    private readonly VerbLimits _limits = new();

    private readonly Option<bool> _wait = new("--wait")
    {
        Description = "Show the progress until the work has ended, or cannot go on.",
    };

    private readonly Option<bool> _noWait = new("--no-wait")
    {
        Description = "Return as soon as the controller has taken it on.",
    };

    private VerbCommand(VerbText text, MigrationOptions options, SharedOptions shared)
    {
        _text = text;
        _options = options;
        _shared = shared;
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(
        VerbText text, CliServices services, SharedOptions shared, MigrationOptions options)
    {
        var parts = new VerbCommand(text, options, shared);
        var command = new DocumentedCommand(MigrationNames.Of(text.Verb), text.Description)
        {
            Examples = text.Examples,
            Notes = [.. text.Consequences, .. text.Notes],
        };
        command.Add(options.Component);
        parts._limits.AddTo(command, text.Verb, shared);
        command.Add(options.DryRun);
        command.Add(options.Why);
        command.Add(options.By);
        if (text.Waiting != Waiting.Never)
        {
            command.Add(text.Waiting == Waiting.WhenAsked ? parts._wait : parts._noWait);
        }

        if (text.Consequences.Count > 0)
        {
            command.Add(shared.Yes);
        }

        Session.Attach(command, services, shared, parts.RunAsync);
        return command;
    }

    private async Task<ExitCode> RunAsync(Session session, ParseResult parsed, CancellationToken cancellation)
    {
        var component = parsed.GetValue(_options.Component);
        var request = _limits.Complete(
            new MigrationRequest
            {
                Verb = _text.Verb,
                By = _options.ByOf(parsed),
                Why = _options.WhyOf(parsed),
                DryRun = parsed.GetValue(_options.DryRun),
            },
            session,
            parsed,
            component);
        if (!request.DryRun && !await IsSureAsync(session, parsed, component, cancellation))
        {
            session.Terminal.Say("hybrid: nothing was done.");
            return ExitCode.Stopped;
        }

        var control = (await session.ConnectAsync(cancellation)).Migration;
        var output = new VerbOutput(session, component, request);
        var answer = await control.DoAsync(component, request, cancellation);
        output.Answered(answer);
        if (!answer.Done || request.DryRun || !Waits(parsed))
        {
            output.Close();
            return answer.Done ? ExitCode.Done : ExitCode.Refused;
        }

        return await WatchAsync(session, control, component, output, cancellation);
    }

    private static async Task<ExitCode> WatchAsync(
        Session session,
        IMigrationControl control,
        ComponentName component,
        VerbOutput output,
        CancellationToken cancellation)
    {
        var time = session.Services.Time;
        try
        {
            var end = await new MigrationDisplay(session.Terminal, time).ShowAsync(show =>
                new GoalWatch(control, time).ToEndAsync(component, show, cancellation));
            output.Ended(end);
            return end.Code;
        }
        catch (Exception e) when (e is OperationCanceledException or HybridException or ConnectionLostException)
        {
            session.Terminal.Say(
                "Only the watching ended: the controller goes on. 'hybrid migration watch "
                + $"{MigrationNames.Of(component)}' looks again.");
            throw;
        }
        finally
        {
            output.Close();
        }
    }

    private async ValueTask<bool> IsSureAsync(
        Session session, ParseResult parsed, ComponentName component, CancellationToken cancellation)
    {
        if (_text.Consequences.Count == 0 || parsed.GetValue(_shared.Yes))
        {
            return true;
        }

        foreach (var line in _text.Consequences)
        {
            session.Terminal.Say(line);
        }

        return await session.Terminal.ConfirmAsync(
            $"{_text.Verb} {MigrationNames.Of(component)}?", cancellation);
    }

    private bool Waits(ParseResult parsed) => _text.Waiting switch
    {
        Waiting.UnlessDeclined => !parsed.GetValue(_noWait),
        Waiting.WhenAsked => parsed.GetValue(_wait),
        _ => false,
    };
}
