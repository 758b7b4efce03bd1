namespace HybridOrleans.Storage.Migration;

/// <summary>The names of the points that an <see cref="IMigrationProbe"/> is told of.</summary>
internal static class MigrationPoints
{
    /// <summary>The root has accepted a write.</summary>
    public const string AfterRoot = "AfterRoot";

    /// <summary>The follower has a write that the root has.</summary>
    public const string AfterFollower = "AfterFollower";

    /// <summary>Debt stands for a write that the follower does not have.</summary>
    public const string AfterDebt = "AfterDebt";

    /// <summary>A synchronisation has read a batch.</summary>
    public const string SyncBatchRead = "SyncBatchRead";

    /// <summary>A synchronisation has brought a batch in.</summary>
    public const string SyncBatchStored = "SyncBatchStored";

    /// <summary>A synchronisation has noted how far it came.</summary>
    public const string SyncCheckpoint = "SyncCheckpoint";

    /// <summary>The document says that the root is to be switched.</summary>
    public const string SwitchDecided = "SwitchDecided";

    /// <summary>The fence of the old root is up.</summary>
    public const string Sealed = "Sealed";

    /// <summary>The changed keys are copied under the seal.</summary>
    public const string UnderSealCopied = "UnderSealCopied";

    /// <summary>The changed keys are compared under the seal.</summary>
    public const string UnderSealVerified = "UnderSealVerified";

    /// <summary>The old root's document names the new root.</summary>
    public const string OldRootAdvanced = "OldRootAdvanced";

    /// <summary>The new root has the document too.</summary>
    public const string NewRootWritten = "NewRootWritten";

    /// <summary>The JSON side has a page of PostgreSQL's list of changes.</summary>
    public const string FollowPageApplied = "FollowPageApplied";

    /// <summary>A walk that pays debt is announced to the ledger, and not yet in the document.</summary>
    public const string PayingBegun = "PayingBegun";

    /// <summary>The ledger has the debt paid, and the document still says that it is copied.</summary>
    public const string DebtPaid = "DebtPaid";

    /// <summary>A comparison has walked over a page of keys.</summary>
    public const string VerifyPageCompared = "VerifyPageCompared";

    /// <summary>The document has the outcome of a comparison.</summary>
    public const string VerifyNoted = "VerifyNoted";

    /// <summary>The document has what a verb decided: a phase, a share, a goal.</summary>
    public const string PhaseDecided = "PhaseDecided";

    /// <summary>The document says that a switch is aborted.</summary>
    public const string SwitchAborted = "SwitchAborted";

    /// <summary>One more fence is raised behind a completion.</summary>
    public const string CompletionFenced = "CompletionFenced";

    /// <summary>The root's document has moved on, and the former root is to be told that it handed over.</summary>
    public const string HandOverDecided = "HandOverDecided";

    /// <summary>The steps of calls, copies and switches.</summary>
    public static IReadOnlyList<string> OfTheWork { get; } =
    [
        AfterRoot, AfterFollower, AfterDebt, SyncBatchRead, SyncBatchStored, SyncCheckpoint, SwitchDecided, Sealed,
        UnderSealCopied, UnderSealVerified, OldRootAdvanced, NewRootWritten, FollowPageApplied,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. OfTheWork, PayingBegun, DebtPaid, VerifyPageCompared, VerifyNoted, PhaseDecided, SwitchAborted,
        CompletionFenced, HandOverDecided,
    ];
}
