namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Whether the ramp goes on.</summary>
internal enum GateVerdictKind
{
    /// <summary>All limits are kept.</summary>
    Passed,

    /// <summary>Too little was seen: stay where it is.</summary>
    Inconclusive,

    /// <summary>A limit was crossed: one phase back.</summary>
    RollBack,
}
