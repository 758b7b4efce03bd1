namespace HybridOrleans.Cli.Import;

/// <summary>What became of one text of the source. In a dry run: what would become of it.</summary>
internal enum ImportResult
{
    /// <summary>There was nothing; now it is stored.</summary>
    Imported,

    /// <summary>The store held exactly this.</summary>
    Unchanged,

    /// <summary>The store held something else; that is in quarantine and this is stored.</summary>
    Overwritten,

    /// <summary>The store holds another body, which stays.</summary>
    KeptOther,

    /// <summary>It was deleted on the cluster, and stays deleted.</summary>
    KeptDeleted,

    /// <summary>Another text of the source stands for the same id.</summary>
    Skipped,

    /// <summary>It cannot be taken as it is. Its bytes are in quarantine.</summary>
    Quarantined,

    /// <summary>It could neither be stored nor put in quarantine. It is in the source only.</summary>
    Failed,
}
