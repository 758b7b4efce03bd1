using HybridOrleans.Storage.Migration.Controlling;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Controlling;

public sealed class RollbackGateTests
{
    private static readonly RampStatistics Good = new(
        1_000, 10, 0, TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(6));

    private readonly RollbackGate _gate = new(new GateOptions());

    [Fact]
    public void A_window_at_every_limit_passes()
        => Assert.Equal(new GateVerdict(GateVerdictKind.Passed, ""), _gate.Judge(Good));

    [Fact]
    public void No_statistics_are_inconclusive()
        => Assert.Equal(GateVerdictKind.Inconclusive, _gate.Judge(null).Kind);

    [Fact]
    public void Too_few_reads_are_inconclusive_unless_one_was_a_mismatch()
    {
        var few = Good with { Calls = 99, Errors = 99 };
        Assert.Equal(GateVerdictKind.Inconclusive, _gate.Judge(few).Kind);
        Assert.Equal(GateVerdictKind.RollBack, _gate.Judge(few with { Mismatches = 1 }).Kind);
    }

    [Fact]
    public void Too_many_errors_roll_back()
        => Assert.Equal("1.1 % of the calls failed, 1 % allowed", _gate.Judge(Good with { Errors = 11 }).Reason);

    [Fact]
    public void Slow_reads_roll_back()
        => Assert.Equal("p99 61 ms is more than 10 times the 6 ms from before",
            _gate.Judge(Good with { P99 = TimeSpan.FromMilliseconds(61) }).Reason);

    [Fact]
    public void Slow_reads_without_anything_to_compare_are_inconclusive()
        => Assert.Equal(GateVerdictKind.Inconclusive, _gate.Judge(Good with { Baseline = null }).Kind);

    [Fact]
    public void Fast_reads_pass_whatever_the_root_does()
        => Assert.Equal(GateVerdictKind.Passed,
            _gate.Judge(Good with { P99 = TimeSpan.FromMilliseconds(50), Baseline = TimeSpan.Zero }).Kind);

    [Fact]
    public void The_defaults_are_these()
    {
        var options = new GateOptions();
        Assert.Equal((100, 1.0, 0L, 10.0, 50.0), (options.CallsMin, options.ErrorPercentMax, options.MismatchesMax,
            options.LatencyRatioMax, options.LatencyFree.TotalMilliseconds));
        Assert.True(new GateOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Every_mistake_is_reported_at_once()
    {
        var wrong = new GateOptions
        {
            CallsMin = 0,
            ErrorPercentMax = double.NaN,
            MismatchesMax = -1,
            LatencyRatioMax = 0.5,
            LatencyFree = TimeSpan.FromSeconds(11),
        };
        Assert.Equal(
            "Property CallsMin: 0 is outside 1 to 1,000,000.; Property ErrorPercentMax: NaN is outside 0 to 100.; "
            + "Property MismatchesMax: -1 is outside 0 to 1,000,000.; Property LatencyRatioMax: 0.5 is outside 1 to "
            + "1,000.; Property LatencyFree: 00:00:11 is outside 00:00:00.0010000 to 00:00:10.",
            new GateOptionsValidator().Validate(null, wrong).FailureMessage);
    }
}
