namespace HybridOrleans.Model.Tests.Engine;

/// <summary>One rule of the protocol taken away. Each must be refuted by the model that knows the rule.</summary>
public enum Mutant
{
    /// <summary>The protocol as it is.</summary>
    None,

    // Routing and switching, in CoreModel.
    NoSeal,
    NoVerificationUnderTheSeal,
    UnfencedReads,
    UnfencedWrites,
    BlindCopy,
    PostgresWrittenFirst,
    FollowerServedUnchecked,
    FollowerServedByRevisionAlone,
    VerifiedByRevisionAlone,
    FallBackInRampDown,
    ReopenWithoutSeal,
    ReopenWithoutVerification,
    ForgottenTombstone,

    // The two documents, in DocumentsModel.
    AbortWithoutNewEpoch,
    NewRootsDocumentFirst,
    DocumentDecidesAnywhere,
    FenceBeforeDocument,
    FinishedWithoutCompare,
    AdvancedWithoutVersion,
    TwoRootsAfterOneLook,

    // Debt, lease and checkpoints, in DebtModel.
    DebtAfterAcknowledging,
    NewDebtPaidByOldWalk,
    NoLease,
    LeaseCheckedOnlyBeforeTheWrite,
    LeaseFromTheEndOfThePull,
    NoWaitBeforeTheWalk,
    StartWithoutDebt,
    DebtRememberedInMemory,
    CheckpointAheadOfTheCopies,
    CheckpointKeptForNewDebt,
    WalkBegunOutsideOfTheDocument,

    // Lost answers, in SettlingModel.
    SettledByBody,
    OvertakenToldAsConflict,
    RefusalAfterLostAnswerToldAsNotWritten,

    // The list of changes and the queue, in QueueModel.
    EntryOutsideOfTheTransaction,
    PositionStoredBeforeTheCopy,
    ListBegunAfterTheSwitch,
    ListedOnlySinceTheEndOfTheWalk,
    BrokenListTakenForEmpty,
}
