namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Judges whether PostgreSQL may go on answering for the ramped share.</summary>
/// <remarks>Pure. A mismatch counts however few reads there were; the other limits need enough of them.</remarks>
internal sealed class RollbackGate(GateOptions options)
{
    private readonly int _callsMin = options.CallsMin;
    private readonly double _errorPercentMax = options.ErrorPercentMax;
    private readonly long _mismatchesMax = options.MismatchesMax;
    private readonly double _latencyRatioMax = options.LatencyRatioMax;
    private readonly TimeSpan _latencyFree = options.LatencyFree;

    /// <summary>The verdict on one window; null statistics are none.</summary>
    public GateVerdict Judge(RampStatistics? seen)
    {
        if (seen is null)
        {
            return new(GateVerdictKind.Inconclusive, "no statistics of the ramped share");
        }

        if (seen.Mismatches > _mismatchesMax)
        {
            return RollBack($"{seen.Mismatches} reads found another record than the root's, {_mismatchesMax} allowed");
        }

        if (seen.Calls < _callsMin)
        {
            return new(GateVerdictKind.Inconclusive, $"{seen.Calls} calls lately, {_callsMin} needed");
        }

        var errors = 100.0 * seen.Errors / seen.Calls;
        if (errors > _errorPercentMax)
        {
            return RollBack($"{errors:0.##} % of the calls failed, {_errorPercentMax:0.##} % allowed");
        }

        if (seen.P99 <= _latencyFree)
        {
            return new(GateVerdictKind.Passed, "");
        }

        if (seen.Baseline is not { } baseline)
        {
            return new(GateVerdictKind.Inconclusive, "no calls from before to compare the latency with");
        }

        return seen.P99 > baseline * _latencyRatioMax
            ? RollBack($"p99 {seen.P99.TotalMilliseconds:0.#} ms is more than {_latencyRatioMax:0.#} times the "
                + $"{baseline.TotalMilliseconds:0.#} ms from before")
            : new(GateVerdictKind.Passed, "");
    }

    private static GateVerdict RollBack(string reason) => new(GateVerdictKind.RollBack, reason);
}
