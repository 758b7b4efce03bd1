namespace HybridOrleans.Storage.Migration;

/// <summary>Mistakes that a test puts in on purpose, to see that the tests of the migration would find them.</summary>
internal enum MigrationBug
{
    /// <summary>The migration as it is.</summary>
    None,

    /// <summary>Reads carry an epoch that no fence refuses.</summary>
    UnfencedRead,

    /// <summary>Writes carry an epoch that no fence refuses.</summary>
    UnfencedWrite,

    /// <summary>A dual write asks PostgreSQL before the root.</summary>
    PostgresFirst,

    /// <summary>A write is acknowledged before it is known that the debt stands.</summary>
    MarkAfterAcknowledge,

    /// <summary>A write whose follower failed is acknowledged without debt.</summary>
    ForgetDebt,

    /// <summary>Deletes are not mirrored.</summary>
    ForgetTombstone,

    /// <summary>A write that the root refused is mirrored all the same.</summary>
    MirrorConflict,

    /// <summary>A read of the share is answered by PostgreSQL without asking the root.</summary>
    ServeFollowerUnchecked,

    /// <summary>A read of the share, or a verification, compares revisions and not the bodies.</summary>
    CompareRevisionsOnly,

    /// <summary>While PostgreSQL is the root and does not answer, JSON answers reads.</summary>
    FallBackInRampDown,

    /// <summary>A view is used however old it is.</summary>
    IgnoreLease,

    /// <summary>What PostgreSQL has ahead of the root is answered and taken for new.</summary>
    ServeFollowerAhead,

    /// <summary>An entry of the cache answers without the root being asked.</summary>
    ServeCacheUnchecked,

    /// <summary>An entry of the cache answers when its revision is the root's, whatever its bytes and its write are.
    /// </summary>
    IgnoreTheHashOfTheCache,

    /// <summary>A switch of the root raises no fence.</summary>
    SkipTheSeal,

    /// <summary>A switch copies nothing under the seal.</summary>
    SkipCopyingUnderTheSeal,

    /// <summary>A switch compares nothing under the seal.</summary>
    SkipVerifyingUnderTheSeal,

    /// <summary>An aborted switch keeps the epoch.</summary>
    AbortInTheSameEpoch,

    /// <summary>A walk that began in an older epoch goes on from its checkpoint.</summary>
    KeepTheCheckpointAcrossEpochs,

    /// <summary>The checkpoint is noted before its records are copied.</summary>
    CheckpointBeforeCopying,

    /// <summary>Tombstones are not copied.</summary>
    SkipTombstonesInACopy,

    /// <summary>Debt that was raised during a walk is paid by it.</summary>
    PayDebtThatWasRaisedMeanwhile,

    /// <summary>A key that only the follower has is not seen.</summary>
    OverlookKeysTheRootNeverHad,

    /// <summary>The queue is trimmed before the records of its page are stored.</summary>
    FollowBeforeStoring,

    /// <summary>A switch needs no verification.</summary>
    SwitchWithoutVerification,
}
