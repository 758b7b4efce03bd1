using System.Collections.Concurrent;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>An operator who goes back and forth by the client's verbs, as the phase suggests.</summary>
/// <param name="client">The operator's connection.</param>
/// <param name="component">What is moved.</param>
/// <param name="random">What to do.</param>
/// <param name="stop">Ends the going back and forth.</param>
internal sealed class MigrationOperator(
    HybridClient client, ComponentName component, Random random, CancellationToken stop)
{
    private const int LooksAtRest = 14;
    private static readonly TimeSpan RestLimit = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<string> _told = [];
    private readonly Dictionary<MigrationPhase, int> _visits = [];
    private MigrationPhase? _seen;

    /// <summary>What is moved.</summary>
    public ComponentName Component => component;

    /// <summary>How often each phase was seen to be entered.</summary>
    public IReadOnlyDictionary<MigrationPhase, int> Visits => _visits;

    /// <summary>What the verbs answered, oldest first.</summary>
    public IEnumerable<string> Told => _told;

    /// <summary>Acts until it is told to stop.</summary>
    public async Task OperateAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ActAsync(await LookAsync());
            }
            catch (HybridException e)
            {
                _told.Enqueue($"failed: {e.Message}");
            }

            await TimeProvider.System.PassAsync(random.Next(100, 700), stop);
        }
    }

    /// <summary>Gives up what is under way, and waits until nothing is left to do.</summary>
    /// <returns>The phase that stands.</returns>
    public async Task<MigrationPhase> RestAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var (isAsked, looks) = (false, 0);
        MigrationStatus? status = null;
        while (TimeProvider.System.GetElapsedTime(began) < RestLimit)
        {
            try
            {
                isAsked = isAsked || (await DoAsync(MigrationVerb.Abort) && await DoAsync(MigrationVerb.Resume));
                status = await LookAsync();

                // What a status says of the lag may be three seconds old, so that one look is not enough.
                looks = isAsked && IsAtRest(status) ? looks + 1 : 0;
                if (looks == LooksAtRest)
                {
                    return status.Phase;
                }
            }
            catch (HybridException e)
            {
                _told.Enqueue($"failed: {e.Message}");
            }

            await TimeProvider.System.PassAsync(250);
        }

        throw new TimeoutException($"No rest within {RestLimit}: {status}; {string.Join('\n', _told.TakeLast(30))}");
    }

    /// <summary>Goes to a phase, step by step and as often as it takes.</summary>
    public async Task ReachAsync(MigrationPhase goal, TimeSpan limit)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < limit)
        {
            try
            {
                var status = await LookAsync();
                if (status.Phase == goal && status is { Goal: null, IsSealed: false })
                {
                    return;
                }

                await StepAsync(status, goal);
            }
            catch (HybridException e)
            {
                _told.Enqueue($"failed: {e.Message}");
            }

            await TimeProvider.System.PassAsync(300);
        }

        throw new TimeoutException(
            $"{component} did not reach {goal} in {limit}: {string.Join('\n', _told.TakeLast(30))}");
    }

    private Task StepAsync(MigrationStatus status, MigrationPhase goal) => status.Phase switch
    {
        MigrationPhase.RampDown when goal == MigrationPhase.Complete => CompleteAsync(),
        MigrationPhase.RampDown => ReopenAsync(),
        _ when goal == MigrationPhase.Off => DoAsync(MigrationVerb.Disable),
        MigrationPhase.Live when goal > MigrationPhase.Live => RampDownAsync(),
        _ when status.Goal is null || random.Next(20) == 0 => DoAsync(MigrationVerb.Enable),
        _ => Task.CompletedTask,
    };

    private async Task<MigrationStatus> LookAsync()
    {
        var status = await client.Migration.StatusAsync(component);
        if (_seen != status.Phase)
        {
            _seen = status.Phase;
            _visits[status.Phase] = _visits.GetValueOrDefault(status.Phase) + 1;
        }

        return status;
    }

    private static bool IsAtRest(MigrationStatus status)
        => status is { Goal: null, Progress: null, IsSealed: false, Lag: 0, PostgresAnswers: true }
            && (status.Phase is MigrationPhase.Off or >= MigrationPhase.RampDown || !status.HasDebt);

    private Task ActAsync(MigrationStatus status) => status switch
    {
        { Phase: MigrationPhase.Off } => DoAsync(MigrationVerb.Enable),
        { Phase: MigrationPhase.Live, Goal: null } when random.Next(20) == 0 => DoAsync(MigrationVerb.Disable),
        { Phase: MigrationPhase.Live, Goal: null } when random.Next(6) == 0
            => DoAsync(MigrationVerb.Promote, random.Next(1, 101)),
        { Phase: MigrationPhase.Live, Goal: null } => RampDownAsync(),
        { Phase: MigrationPhase.RampDown } when random.Next(25) == 0 => DoAsync(MigrationVerb.Disable),
        { Phase: MigrationPhase.RampDown } when random.Next(3) > 0 => ReopenAsync(),
        _ => ActOnTheWayAsync(),
    };

    private async Task RampDownAsync()
    {
        await DoAsync(MigrationVerb.Promote, 100);
        await DoAsync(MigrationVerb.Verify);
        await DoAsync(MigrationVerb.RampDown);
    }

    private async Task ReopenAsync()
    {
        await DoAsync(MigrationVerb.Verify);
        await DoAsync(MigrationVerb.Reopen);
    }

    private async Task CompleteAsync()
    {
        await DoAsync(MigrationVerb.Verify);
        await DoAsync(MigrationVerb.Complete);
    }

    private async Task ActOnTheWayAsync()
    {
        switch (random.Next(40))
        {
            case 0:
                await DoAsync(MigrationVerb.Rollback);
                break;
            case 1:
                await DoAsync(MigrationVerb.Abort);
                break;
            case < 14:
                await DoAsync(MigrationVerb.Enable);
                break;
            case < 18:
                await DoAsync(MigrationVerb.Resume);
                break;
        }
    }

    private async Task<bool> DoAsync(MigrationVerb verb, int? share = null)
    {
        var request = new MigrationRequest { Verb = verb, By = "ann", Why = "a history", SharePercent = share };
        var answer = await client.Migration.DoAsync(component, request, TestContext.Current.CancellationToken);
        _told.Enqueue($"{verb}: {answer.Message}");
        return answer.Done;
    }
}
