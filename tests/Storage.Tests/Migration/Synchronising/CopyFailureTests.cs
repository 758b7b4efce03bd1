using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using HybridOrleans.TestKit.Faults;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Synchronising;

/// <summary>What a failure of a store costs a copy.</summary>
public sealed class CopyFailureTests
{
    private static readonly CancellationToken Cancel = MigrationLab.Cancel;
    private static readonly VerbRequest Ann = MigrationLab.Ann;
    private readonly MigrationLab _lab = new();

    [Fact]
    public void A_copy_goes_on_from_its_checkpoint_after_a_page_that_failed() => _lab.Run(async () =>
    {
        const int SecondsForAll = 15;
        const int SecondsUntilTheFailure = 12;
        const int Rate = 200;
        const int PageRecords = 16;
        await _lab.FillAsync(Rate * SecondsForAll);
        var json = new FaultyMigratableStore(_lab.Json);
        _lab.Stores = new MigrationStores(json, _lab.Debt, _lab.Postgres);
        var process = _lab.Process();
        await MigrationLab.DidAsync(process.ThrottleAsync(Rate, Ann, Cancel));
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        var failure = Fault.Unavailable;
        var before = Enumerable.Repeat(Fault.None, Rate * SecondsUntilTheFailure / PageRecords);
        json.OnPages([.. before, failure]);
        var began = _lab.Simulation.Time.GetTimestamp();
        await _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
        Assert.True(failure.Reached.IsCompleted, "No page failed.");
        Assert.InRange(_lab.Simulation.Time.GetElapsedTime(began).TotalSeconds, SecondsForAll, SecondsForAll + 6);
        await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, "after the copy");
    });
}
