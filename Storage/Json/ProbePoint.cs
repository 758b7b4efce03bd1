namespace HybridOrleans.Storage.Json;

/// <summary>The moments at which a test may stop or kill a process.</summary>
internal enum ProbePoint
{
    /// <summary>The lock is taken, nothing is done.</summary>
    Locked,

    /// <summary>The spare files hold the new content.</summary>
    Staged,

    /// <summary>The list of changes holds the batch's keys, and nothing else does.</summary>
    Listed,

    /// <summary>Half of a batch's bytes are in the journal.</summary>
    HalfAppended,

    /// <summary>The batch is in the journal, not flushed.</summary>
    Appended,

    /// <summary>The batch is durable, and no reader sees it.</summary>
    Flushed,

    /// <summary>One of the batch's files has its name.</summary>
    HalfApplied,

    /// <summary>All files have their names; the journal does not say so.</summary>
    Applied,

    /// <summary>The journal says that the batch is applied; the lock is held.</summary>
    Marked,

    /// <summary>The lock is free; nobody was told.</summary>
    Unlocked,

    /// <summary>The other half was begun; its head is not flushed.</summary>
    HalfSwitched,

    /// <summary>The file system is about to be flushed.</summary>
    FileSystemFlushing,

    /// <summary>The file system was flushed; the checkpoint is not recorded.</summary>
    CheckpointFlushed,

    /// <summary>A purge has begun an empty half; the lock file does not say so.</summary>
    EmptyHalfBegun,

    /// <summary>A purge has overwritten what lay behind the new head; the retired half holds its entries.</summary>
    HalfBlanked,

    /// <summary>A purge has overwritten both halves; nobody was told.</summary>
    JournalEmptied,

    /// <summary>A replay has made its entries durable and applied none.</summary>
    ReplayFlushed,

    /// <summary>The lock was not had in time; its holder is about to be named.</summary>
    HolderSought,

    /// <summary>A reader has looked for a record's file and not yet for its tombstone.</summary>
    RecordLooked,

    /// <summary>A document or a debt has its new content under its name; the folder is not flushed.</summary>
    Replaced,
}
