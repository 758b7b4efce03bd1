namespace HybridOrleans.Storage.Json;

/// <summary>Mistakes that a test puts in on purpose, to see that the power-cut tests would find them.</summary>
internal enum SeededBug
{
    /// <summary>The store as it is.</summary>
    None,

    /// <summary>Batches are acknowledged without a flush.</summary>
    NoFlush,

    /// <summary>A failed flush is taken for a success.</summary>
    UncheckedFlush,

    /// <summary>Files get their names before the journal is flushed.</summary>
    VisibleBeforeDurable,

    /// <summary>Changed keys are not listed.</summary>
    UnlistedChanges,
}
