namespace HybridOrleans.Grains.Interfaces;

/// <summary>What an import does where the store already holds something else.</summary>
[GenerateSerializer]
[Alias("hybrid.import-mode")]
public enum ImportMode
{
    /// <summary>Only create. Another body, or a tombstone, stays and is reported.</summary>
    CreateOnly = 0,

    /// <summary>Write the next revision, after the present body was put in quarantine.</summary>
    Overwrite = 1,
}
