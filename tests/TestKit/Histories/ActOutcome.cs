namespace HybridOrleans.TestKit.Histories;

/// <summary>What the caller was told.</summary>
public enum ActOutcome
{
    /// <summary>The write is in, or the read has this answer.</summary>
    Done,

    /// <summary>Another revision stands; this write is not in and never will be.</summary>
    Conflict,

    /// <summary>The write may be in, or may come in at any later time.</summary>
    Unknown,

    /// <summary>Nothing was written and nothing was read.</summary>
    Refused,
}
