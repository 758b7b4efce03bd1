using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Controlling;

/// <summary>Verbs, writes, outages and crashes in an order that one number repeats.</summary>
internal sealed class RandomRun(int seed, MigrationBug bug = MigrationBug.None)
{
    private const int Keys = 60;
    private const int ActsMax = 40;
    private static readonly CancellationToken Cancel = MigrationLab.Cancel;
    private static readonly VerbRequest Ann = MigrationLab.Ann;
    private readonly MigrationLab _lab = new(seed);
    private readonly Random _random = new(seed);
    private readonly List<string> _acts = [];
    private ComponentMigration? _process;

    /// <summary>Runs, ends every outage, lets the work in the background end, and compares.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">An acknowledged write is lost, or the stores differ.</exception>
    public void Run() => _lab.Run(async () =>
    {
        await _lab.FillAsync(Keys / 2);
        _process = _lab.Process(bug);
        var writers = Enumerable.Range(1, 3).Select(i => new LiveWriter(_lab, (seed * 10) + i, Keys)).ToArray();
        var running = Task.WhenAll(writers.Select(w => w.RunAsync(TimeSpan.FromMilliseconds(150))));
        for (var act = 0; act < ActsMax; act++)
        {
            await ActAsync();
            await _lab.Simulation.PassAsync(TimeSpan.FromMilliseconds(_random.Next(800)));
        }

        _lab.Postgres.IsDown = false;
        _lab.Probe.CrashAt = null;
        await SettleAsync();
        var before = writers.Sum(w => w.Acknowledged.Count);
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(5));
        Assert.True(writers.Sum(w => w.Acknowledged.Count) > before, $"Nobody can write any more: {Told()}");
        Array.ForEach(writers, w => w.IsStopped = true);
        await running;
        await EndAsync(writers);
    });

    private async Task ActAsync()
    {
        if (_random.Next(8) == 0)
        {
            // A mistake on purpose lies between two steps of the work; everything else is tried at every point.
            var points = bug == MigrationBug.None ? MigrationPoints.All : MigrationPoints.OfTheWork;
            (_lab.Probe.CrashAt, _lab.Probe.Passes) = (points[_random.Next(points.Count)], _random.Next(3));
        }

        if (_random.Next(10) == 0)
        {
            _lab.Postgres.IsDown = !_lab.Postgres.IsDown;
        }

        var (name, verb) = Verb(_random.Next(16));
        _acts.Add(_lab.Postgres.IsDown ? name + " (down)" : name);
        try
        {
            await verb(_process!);
        }
        catch (CrashedException)
        {
            _acts[^1] += " (crashed)";
            _process = _lab.Process(bug);
        }
        catch (StoreUnavailableException)
        {
            _acts[^1] += " (unavailable)";
        }
    }

    private (string Name, Func<ComponentMigration, Task> Verb) Verb(int drawn) => drawn switch
    {
        0 => ("start", p => p.StartAsync(Ann, Cancel)),
        1 => ("promote", p => p.PromoteAsync(_random.Next(101), Ann, Cancel)),
        2 or 3 => ("verify", p => p.VerifyAsync(VerifyScope.Complete, Ann, Cancel)),
        4 => ("rampdown", p => p.RampDownAsync(Ann, Cancel)),
        5 => ("reopen", p => p.ReopenAsync(Ann, Cancel)),
        6 when _random.Next(3) == 0 => ("rollback", p => p.RollbackAsync(Ann, Cancel)),
        7 => ("abort", p => p.AbortAsync(Ann, Cancel)),
        8 or 9 => ("enable", p => p.EnableAsync(Ann, Cancel)),
        10 when _random.Next(3) == 0 => ("disable", p => p.DisableAsync(Ann, Cancel)),
        11 => ("verify, rampdown", async p =>
        {
            await p.VerifyAsync(VerifyScope.Complete, Ann, Cancel);
            await p.RampDownAsync(Ann, Cancel);
        }),
        12 => ("verify, reopen", async p =>
        {
            await p.VerifyAsync(VerifyScope.Complete, Ann, Cancel);
            await p.ReopenAsync(Ann, Cancel);
        }),
        _ => ("work", async p =>
        {
            for (var step = 0; step < 8; step++)
            {
                await _lab.Simulation.PassAsync(await p.StepAsync(Cancel));
            }
        }),
    };

    private string Told() => $"seed {seed}: {string.Join(", ", _acts)}";

    /// <summary>Whatever stands, the work in the background ends with a document that is at rest.</summary>
    private async Task SettleAsync()
    {
        _process = _lab.Process(bug);
        await MigrationLab.DidAsync(_process.AbortAsync(Ann, Cancel));
        await MigrationLab.DidAsync(_process.ResumeAsync(Ann, Cancel));
        await _lab.WorkUntilAsync(
            _process, "rest", d => d is { Switch: null, Synchronise: null, Goal: null });
    }

    private async Task EndAsync(LiveWriter[] writers)
    {
        var told = Told();
        await _process!.StepAsync(Cancel);
        var document = await _lab.DocumentAsync();
        var root = document.Root == Side.Json ? _lab.Json.Memory : _lab.Postgres.Memory;
        await Comparison.AssertKeepsAsync(root, writers, told);
        if (document.Phase == Phase.Off)
        {
            return;
        }

        for (var step = 0; step < 12; step++)
        {
            await _lab.Simulation.PassAsync(await _process.StepAsync(Cancel));
        }

        await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, told);
    }
}
