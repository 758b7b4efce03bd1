namespace HybridOrleans.Grains.Interfaces;

/// <summary>What an import did with one profile.</summary>
[GenerateSerializer]
[Alias("hybrid.import-outcome")]
public enum ImportOutcome
{
    /// <summary>There was nothing; the profile is now stored, durably.</summary>
    Created = 0,

    /// <summary>The store held exactly this body. Nothing was written.</summary>
    Unchanged = 1,

    /// <summary>The store holds another body, which stays. Nothing was written.</summary>
    KeptOther = 2,

    /// <summary>The profile was deleted here, and stays deleted. Nothing was written.</summary>
    KeptDeleted = 3,

    /// <summary>The next revision was written; the body it replaced is in quarantine.</summary>
    Overwritten = 4,
}
