namespace HybridOrleans.TestKit.Histories;

/// <summary>What is wrong with a history.</summary>
public enum ViolationKind
{
    /// <summary>Two writes are the same revision.</summary>
    Fork,

    /// <summary>A write was accepted with a revision that is not above all that was known before it began.</summary>
    Order,

    /// <summary>A read or a conflict is older than what was known before it began.</summary>
    Stale,

    /// <summary>A client was answered with less than it had read or written before.</summary>
    WentBack,

    /// <summary>A revision exists that nobody wrote, or that a write made which is known not to be in.</summary>
    NoWriter,

    /// <summary>A read returned another body than the writer of the revision wrote.</summary>
    WrongBody,

    /// <summary>A deleted record came back without being written.</summary>
    Resurrected,

    /// <summary>A revision was seen before its writer began.</summary>
    Future,

    /// <summary>A write was refused because of the very revision that it was to follow.</summary>
    FalseConflict,

    /// <summary>An acknowledged write is not in the root at the end.</summary>
    Lost,

    /// <summary>Root and follower differ at rest, though nothing says so.</summary>
    SidesDiffer,

    /// <summary>An entry of a log, or its id, is there twice.</summary>
    Duplicate,

    /// <summary>Entries of a log are missing between others, or from an answer that was to have them.</summary>
    Missing,

    /// <summary>A read returned what was written under another key.</summary>
    Mixed,
}
