using System.Collections.Concurrent;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>An operator who goes back and forth, and two silos of which one works in the background.</summary>
internal sealed class MigrationDriver(
    IReadOnlyList<HistorySilo> silos, Random random, TimeProvider time, CancellationToken stop)
{
    private static readonly VerbRequest Ann = new("ann", "a history");
    private readonly Dictionary<Phase, int> _visits = [];
    private readonly ConcurrentQueue<string> _told = [];
    private ComponentMigration _operator = silos[0].NewMigration();

    /// <summary>How often each phase was entered.</summary>
    public IReadOnlyDictionary<Phase, int> Visits => _visits;

    /// <summary>How often the work went to the other silo.</summary>
    public int Takeovers { get; private set; }

    /// <summary>What the verbs answered, oldest first.</summary>
    public IEnumerable<string> Told => _told;

    /// <summary>Does what the phase suggests, until it is told to stop. A verb may be given up in the middle.</summary>
    public async Task OperateAsync()
    {
        Phase? before = null;
        while (!stop.IsCancellationRequested)
        {
            _operator = silos[random.Next(silos.Count)].NewMigration();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            using var kill = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(50, 800)), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, kill.Token);
            try
            {
                var status = await _operator.StatusAsync(stop);
                if (before != status.Document.Phase)
                {
                    before = status.Document.Phase;
                    _visits[before.Value] = _visits.GetValueOrDefault(before.Value) + 1;
                }

                await ActAsync(status, random.Next(6) == 0 ? either.Token : stop);
            }
            catch (OperationCanceledException)
            {
                _told.Enqueue("given up in the middle");
            }
            catch (StoreUnavailableException e)
            {
                _told.Enqueue($"no status: {e.Message}");
            }

            await time.PassAsync(random.Next(50, 500), stop);
        }
    }

    /// <summary>Works in the background on one silo, that dies anywhere and is followed by the other.</summary>
    public async Task WorkAsync(Random lives)
    {
        for (var silo = 0; !stop.IsCancellationRequested; silo = (silo + 1) % silos.Count)
        {
            using var death = new CancellationTokenSource(TimeSpan.FromMilliseconds(lives.Next(300, 6_000)), time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, death.Token);
            var migration = silos[silo].NewMigration();
            try
            {
                while (!end.IsCancellationRequested)
                {
                    var pause = await migration.StepAsync(end.Token);
                    await time.PassAsync(pause, end.Token);
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                _told.Enqueue($"silo {silo} stopped in the middle of a step");
            }

            Takeovers++;
        }
    }

    /// <summary>Lets the work in the background end, on a silo that nobody stops.</summary>
    /// <returns>The phase that stands.</returns>
    public static async Task<Phase> RestAsync(HistorySilo silo, TimeProvider time)
    {
        var cancel = TestContext.Current.CancellationToken;
        var began = time.GetTimestamp();
        var migration = silo.NewMigration();
        var isAsked = false;
        while (true)
        {
            isAsked = isAsked || ((await migration.AbortAsync(Ann, cancel)).Done
                && (await migration.ResumeAsync(Ann, cancel)).Done);
            var pause = await migration.StepAsync(cancel);
            var status = await LookAsync(migration);
            var isAtRest = isAsked && status is { Trouble: null }
                && status.Document is { Switch: null, Synchronise: null, Goal: null }
                && (status.Document.Phase is Phase.Off or Phase.RampDown || status.Debt is { IsRaised: false })
                && (status.Document.Phase != Phase.RampDown || status.Lag == 0);
            if (isAtRest)
            {
                return status!.Document.Phase;
            }

            Assert.True(time.GetElapsedTime(began) < TimeSpan.FromMinutes(2),
                $"No rest within 2 minutes: {status}; {status?.Trouble}; {status?.Document}.");
            await time.PassAsync(pause, cancel);
        }
    }

    /// <returns>Null while a store does not answer, which on a busy machine ends by itself.</returns>
    private static async Task<MigrationStatus?> LookAsync(ComponentMigration migration)
    {
        try
        {
            return await migration.StatusAsync(TestContext.Current.CancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Makes JSON the root that PostgreSQL follows, from the phase that a rest has ended in.</summary>
    public static async Task FollowAsync(HistorySilo silo, Phase phase)
    {
        var cancel = TestContext.Current.CancellationToken;
        var migration = silo.NewMigration();
        if (phase == Phase.RampDown)
        {
            await DidAsync(migration.VerifyAsync(VerifyScope.Complete, Ann, cancel));
            await DidAsync(migration.ReopenAsync(Ann, cancel));
        }
        else
        {
            await DidAsync(migration.StartAsync(Ann, cancel));
        }
    }

    private static async Task DidAsync(Task<VerbResult> verb)
    {
        var result = await verb;
        Assert.True(result.Done, result.Message);
    }

    private async Task ActAsync(MigrationStatus status, CancellationToken cancellation)
    {
        var document = status.Document;
        switch (document.Phase)
        {
            case Phase.Off:
                await TellAsync("enable", _operator.EnableAsync(Ann, cancellation));
                break;
            case Phase.Live when document.Goal is null && random.Next(25) == 0:
                await TellAsync("disable", _operator.DisableAsync(Ann, cancellation));
                break;
            case Phase.Live when document.Goal is null && random.Next(6) == 0:
                await TellAsync("promote", _operator.PromoteAsync(random.Next(1, 101), Ann, cancellation));
                break;
            case Phase.Live when document.Goal is null:
                await TellAsync("promote", _operator.PromoteAsync(100, Ann, cancellation));
                await VerifyAsync(cancellation);
                await TellAsync("rampdown", _operator.RampDownAsync(Ann, cancellation));
                break;
            case Phase.RampDown when random.Next(25) == 0:
                await TellAsync("disable", _operator.DisableAsync(Ann, cancellation));
                break;
            case Phase.RampDown when random.Next(3) > 0:
                await VerifyAsync(cancellation);
                await TellAsync("reopen", _operator.ReopenAsync(Ann, cancellation));
                break;
            default:
                await ActOnTheWayAsync(cancellation);
                break;
        }
    }

    private async Task ActOnTheWayAsync(CancellationToken cancellation)
    {
        switch (random.Next(40))
        {
            case 0:
                await TellAsync("rollback", _operator.RollbackAsync(Ann, cancellation));
                break;
            case 1:
                await TellAsync("abort", _operator.AbortAsync(Ann, cancellation));
                break;
            case < 12:
                await TellAsync("enable", _operator.EnableAsync(Ann, cancellation));
                break;
            case < 16:
                await TellAsync("resume", _operator.ResumeAsync(Ann, cancellation));
                break;
        }
    }

    private Task VerifyAsync(CancellationToken cancellation)
        => TellAsync("verify", _operator.VerifyAsync(VerifyScope.Complete, Ann, cancellation));

    private async Task TellAsync(string verb, Task<VerbResult> result)
        => _told.Enqueue($"{verb}: {await result}");
}
