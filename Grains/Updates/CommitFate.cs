namespace HybridOrleans.Grains.Updates;

/// <summary>What became of a commit.</summary>
[GenerateSerializer]
[Alias("hybrid.commit-fate")]
internal enum CommitFate
{
    /// <summary>It is being made.</summary>
    Open,

    /// <summary>It has happened.</summary>
    Committed,

    /// <summary>It has not happened, and never will.</summary>
    Aborted,
}
