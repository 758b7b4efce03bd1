using System.Collections.Concurrent;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>An operator who goes back and forth by the client's verbs, as the phase suggests.</summary>
internal sealed class MigrationOperator(HybridClient client, Random random, CancellationToken stop)
{
    private const ComponentName Users = ComponentName.Users;
    private const int LooksAtRest = 14;
    private static readonly TimeSpan RestLimit = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<string> _told = [];
    private readonly Dictionary<MigrationPhase, int> _visits = [];

    /// <summary>How often each phase was seen to be entered.</summary>
    public IReadOnlyDictionary<MigrationPhase, int> Visits => _visits;

    /// <summary>What the verbs answered, oldest first.</summary>
    public IEnumerable<string> Told => _told;

    /// <summary>Acts until it is told to stop.</summary>
    public async Task OperateAsync()
    {
        MigrationPhase? before = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var status = await client.Migration.StatusAsync(Users);
                if (before != status.Phase)
                {
                    before = status.Phase;
                    _visits[status.Phase] = _visits.GetValueOrDefault(status.Phase) + 1;
                }

                await ActAsync(status);
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
                status = await client.Migration.StatusAsync(Users);

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

    private static bool IsAtRest(MigrationStatus status)
        => status is { Goal: null, Progress: null, IsSealed: false, Lag: 0, PostgresAnswers: true }
            && (status.Phase is MigrationPhase.Off or MigrationPhase.RampDown || !status.HasDebt);

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
        var answer = await client.Migration.DoAsync(Users, request, TestContext.Current.CancellationToken);
        _told.Enqueue($"{verb}: {answer.Message}");
        return answer.Done;
    }
}
