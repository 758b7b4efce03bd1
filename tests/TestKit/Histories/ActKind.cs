namespace HybridOrleans.TestKit.Histories;

/// <summary>What was asked of a store.</summary>
public enum ActKind
{
    /// <summary>A compare-and-set; without a body a delete.</summary>
    Write,

    /// <summary>A read through a silo.</summary>
    Read,

    /// <summary>A read that the memory of a silo may answer: never older than what the same client knows.</summary>
    CachedRead,

    /// <summary>A look at the files or rows of the root, after everything had ended.</summary>
    Final,
}
