namespace HybridOrleans.Storage.Migration.Copying;

/// <summary>What became of a <see cref="RecordCopy"/>.</summary>
public enum CopyOutcome
{
    /// <summary>It was newer and is stored now.</summary>
    Stored,

    /// <summary>The store holds the same revision with the same bytes already.</summary>
    Same,

    /// <summary>The store holds a newer revision. Nothing was written.</summary>
    Older,

    /// <summary>
    /// The store holds the same revision with other bytes: somebody changed a store from outside. Nothing was written.
    /// </summary>
    Diverged,

    /// <summary>The store holds bytes that are not what was written. Nothing was written.</summary>
    Damaged,

    /// <summary>The fence is above the epoch of the copy. Nothing was written.</summary>
    Fenced,

    /// <summary>A repair found another revision than the one it was to replace. Nothing was written.</summary>
    NotReplaced,
}
