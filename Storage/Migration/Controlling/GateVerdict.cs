namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>What a window of reads says about the ramp.</summary>
/// <param name="Kind">Whether to go on.</param>
/// <param name="Reason">Which limit was crossed, or what is missing; empty when all is well.</param>
internal readonly record struct GateVerdict(GateVerdictKind Kind, string Reason);
