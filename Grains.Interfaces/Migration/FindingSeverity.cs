namespace HybridOrleans.Grains.Interfaces;

/// <summary>What a <see cref="FindingListing"/> means for the migration.</summary>
public enum FindingSeverity
{
    /// <summary>It works.</summary>
    Passed = 0,

    /// <summary>The migration may begin; read the message first.</summary>
    Warns = 1,

    /// <summary>The migration must not begin.</summary>
    Blocks = 2,
}
