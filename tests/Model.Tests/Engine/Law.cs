namespace HybridOrleans.Model.Tests.Engine;

/// <summary>What must hold in every state. The numbers in the remarks are the product's invariants.</summary>
internal enum Law : byte
{
    /// <summary>Nothing is broken.</summary>
    None,

    /// <summary>An acknowledged write is not in the chain of the root (1, 3).</summary>
    AcknowledgedWriteLost,

    /// <summary>A read returned less than what was acknowledged or observed before it began (2).</summary>
    OldValueServed,

    /// <summary>Two values follow the same one (3).</summary>
    Fork,

    /// <summary>A deleted record came back (4).</summary>
    DeletedRecordServed,

    /// <summary>Bytes that nobody wrote through the product were served.</summary>
    ForeignBytesServed,

    /// <summary>Something that was stopped here cannot go on (6).</summary>
    Stuck,

    /// <summary>Two documents decide, or one is taken to do so while it does not.</summary>
    TwoRoots,

    /// <summary>The status says that the follower has everything, and it lacks an acknowledged write.</summary>
    WrongStatus,

    /// <summary>A caller was told that its write did not happen, and it did.</summary>
    WrongAnswer,

    /// <summary>A failure was told as a missing record (7).</summary>
    FailureToldAsMissing,
}
