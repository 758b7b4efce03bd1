using HybridOrleans.Cli.Connection;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Migration;

/// <summary>Looks at a component until the controller rests, or cannot go on.</summary>
/// <remarks>
/// A silo that dies with the controller is waited for: another one brings it back, and it goes on where it was.
/// </remarks>
internal sealed class GoalWatch(IMigrationControl control, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    /// <summary>Between two steps the next one may be out of reach for a moment; longer is an end.</summary>
    private static readonly TimeSpan BlockedMax = TimeSpan.FromSeconds(5);

    private readonly PatientCalls _calls = new(time, SilenceMax);
    private string? _blockedBecause;
    private long _blockedAt;

    /// <summary>Looks until the end of what is under way.</summary>
    /// <param name="component">The component.</param>
    /// <param name="show">Gets each status.</param>
    /// <param name="cancellation">Ends the looking, not the work.</param>
    /// <exception cref="ConnectionLostException">No silo answered for too long.</exception>
    public async Task<GoalEnd> ToEndAsync(
        ComponentName component, Action<MigrationStatus> show, CancellationToken cancellation)
    {
        while (true)
        {
            var status = await LookAsync(component, cancellation);
            show(status);
            if (EndOf(status) is { } end)
            {
                return end;
            }

            await Task.Delay(Period, time, cancellation);
        }
    }

    /// <summary>Looks until the token is cancelled.</summary>
    public async Task ForeverAsync(
        ComponentName component, Action<MigrationStatus> show, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            show(await LookAsync(component, cancellation));
            await Task.Delay(Period, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ValueTask<MigrationStatus> LookAsync(ComponentName component, CancellationToken cancellation)
        => _calls.RunAsync(token => control.StatusAsync(component, token), cancellation);

    private GoalEnd? EndOf(MigrationStatus status)
    {
        if (status.IsSealed)
        {
            return null;
        }

        if (status.Progress is { } progress)
        {
            _blockedBecause = null;
            return progress.IsPaused ? Paused(status) : null;
        }

        return status.Goal is null ? AtRest(status) : BlockedTooLong(status);
    }

    private static GoalEnd Paused(MigrationStatus status) => new(
        ExitCode.Refused,
        $"Paused. 'hybrid migration resume {MigrationNames.Of(status.Component)}' goes on.",
        status);

    private static GoalEnd AtRest(MigrationStatus status)
    {
        var name = MigrationNames.Of(status.Component);
        if (status.LastOutcome is not { } outcome)
        {
            return new GoalEnd(
                ExitCode.Failed,
                $"Nothing is under way. 'hybrid migration history {name}' tells what was done.",
                status);
        }

        var code = IsDivergent(status) ? ExitCode.Divergent : outcome.Done ? ExitCode.Done : ExitCode.Failed;
        return new GoalEnd(code, outcome.Message, status);
    }

    /// <summary>Where only one store is in use, what the other one holds is nobody's concern any more.</summary>
    private static bool IsDivergent(MigrationStatus status)
        => status is { Divergent: > 0, Phase: not (MigrationPhase.Off or MigrationPhase.Complete) };

    private GoalEnd? BlockedTooLong(MigrationStatus status)
    {
        if (status.BlockedBecause != _blockedBecause)
        {
            _blockedBecause = status.BlockedBecause;
            _blockedAt = time.GetTimestamp();
        }

        return _blockedBecause is { } reason && time.GetElapsedTime(_blockedAt) >= BlockedMax
            ? new GoalEnd(
                IsDivergent(status) ? ExitCode.Divergent : ExitCode.Refused,
                $"The way to {status.Goal} is blocked: {reason}",
                status)
            : null;
    }
}
