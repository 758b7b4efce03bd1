using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage;

/// <summary>Every message of this project. Never a body, a key of a user, or a secret.</summary>
/// <remarks>Event ids: 1000 hosting and grain storage, 1100 JSON store, 1200 PostgreSQL store, 1300 settling,
/// 1400 views and routing of a migration, 1450 migration, 1500 cache.</remarks>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Opened the {Store} store ({DurationMs:0} ms)")]
    public static partial void StoreOpened(this ILogger logger, string store, double durationMs);

    [LoggerMessage(1001, LogLevel.Information, "Closed the {Store} store")]
    public static partial void StoreClosed(this ILogger logger, string store);

    [LoggerMessage(1002, LogLevel.Error, "The {Store} store did not close cleanly; it recovers when it is opened next")]
    public static partial void StoreNotClosed(this ILogger logger, Exception exception, string store);

    [LoggerMessage(1003, LogLevel.Information,
        "Grain storage {Name} is in use (service {ServiceId}; grains without a component of their own in {Store})")]
    public static partial void GrainStorageReady(this ILogger logger, string name, string serviceId, string store);

    [LoggerMessage(1004, LogLevel.Warning,
        "Grain storage {Name}: unknown outcome of a write of state {StateName}; the activation of type {GrainType} "
        + "deactivates and reads again")]
    public static partial void OutcomeUnknown(
        this ILogger logger, Exception exception, string name, string stateName, GrainType grainType);

    [LoggerMessage(1100, LogLevel.Warning,
        "The JSON store lies on {FileSystem}: a power cut may lose writes; use a local ext4, xfs or btrfs")]
    public static partial void FileSystemIsUnfit(this ILogger logger, string fileSystem);

    [LoggerMessage(1101, LogLevel.Information, "Replayed the JSON journal of {Component} ({Count} records)")]
    public static partial void JournalReplayed(this ILogger logger, string component, int count);

    [LoggerMessage(1102, LogLevel.Critical,
        "Stopped writing {Component} in the JSON store: {Reason}; once the disk is sound, restart every process that "
        + "uses the store")]
    public static partial void WritingStopped(
        this ILogger logger, Exception exception, string component, string reason);

    [LoggerMessage(1103, LogLevel.Error,
        "The other processes could not be told that {Component} in the JSON store must not be written")]
    public static partial void StopNotShared(this ILogger logger, Exception exception, string component);

    [LoggerMessage(1104, LogLevel.Error,
        "A durable write of {Component} could not be put in place; it is applied before the next batch")]
    public static partial void RecordNotShown(this ILogger logger, Exception exception, string component);

    [LoggerMessage(1105, LogLevel.Warning,
        "A file of {Component} was edited while the journal still held the record; the edit is in quarantine")]
    public static partial void EditReplaced(this ILogger logger, string component);

    [LoggerMessage(1106, LogLevel.Warning,
        "The last checkpoint of {Component} in the JSON store was not recorded; the next replay takes longer")]
    public static partial void CheckpointNotRecorded(this ILogger logger, Exception exception, string component);

    [LoggerMessage(1107, LogLevel.Warning,
        "The JSON store was not closed within {LimitSeconds:0.###} s, because the disk does not answer; acknowledged "
        + "writes are in the journal, and opening the store again replays what is missing")]
    public static partial void ClosingLeftUndone(this ILogger logger, Exception exception, double limitSeconds);

    [LoggerMessage(1200, LogLevel.Information, "Opened PostgreSQL at {Place} (schema version {Version})")]
    public static partial void PostgresOpened(this ILogger logger, string place, int version);

    [LoggerMessage(1201, LogLevel.Warning,
        "A row of {Component} in PostgreSQL (bucket {Bucket}) has a key that is never written here; it is left out")]
    public static partial void PostgresForeignKey(
        this ILogger logger, Exception exception, string component, short bucket);

    [LoggerMessage(1202, LogLevel.Warning,
        "The table of the events of {Month} could not be made in PostgreSQL: {Reason}. Its events lie in "
        + "analytics_other until it can; every call is served")]
    public static partial void MonthNotMade(this ILogger logger, Exception exception, string month, string reason);

    [LoggerMessage(1210, LogLevel.Warning,
        "The claim on PostgreSQL at {Place} lost its connection; it is taken again when the server answers")]
    public static partial void ClaimInDoubt(this ILogger logger, Exception exception, string place);

    [LoggerMessage(1211, LogLevel.Information, "The claim on PostgreSQL at {Place} was taken again")]
    public static partial void ClaimTakenAgain(this ILogger logger, string place);

    [LoggerMessage(1212, LogLevel.Critical, "Another process claimed PostgreSQL at {Place} meanwhile")]
    public static partial void ClaimLost(this ILogger logger, string place);

    [LoggerMessage(1300, LogLevel.Information,
        "Settled a lost answer of the {Store} store: a write to {Component} was accepted: {Accepted} "
        + "({Repeats} repeats in {DurationMs:0} ms)")]
    public static partial void OutcomeSettled(
        this ILogger logger, string store, Component component, int repeats, double durationMs, bool accepted);

    [LoggerMessage(1301, LogLevel.Warning,
        "Could not settle a lost answer of the {Store} store: the outcome of a write to {Component} stays unknown "
        + "({Repeats} repeats in {DurationMs:0} ms)")]
    public static partial void OutcomeNotSettled(
        this ILogger logger, Exception exception, string store, Component component, int repeats, double durationMs);

    [LoggerMessage(1440, LogLevel.Information, "PostgreSQL is attached")]
    public static partial void PostgresAttached(this ILogger logger);

    [LoggerMessage(1441, LogLevel.Warning,
        "PostgreSQL is not attached; the silo serves without it and tries again: {Reason}")]
    public static partial void PostgresNotAttached(this ILogger logger, Exception exception, string reason);

    [LoggerMessage(1442, LogLevel.Warning,
        "The configuration proposes {Proposed} for {Component}, and its migration document says {Phase}, which holds. "
        + "HybridOrleans:Components only says where new data begins: {WayOut}")]
    public static partial void ProposalContradicts(
        this ILogger logger, string proposed, Component component, Phase phase, string wayOut);

    [LoggerMessage(1400, LogLevel.Information,
        "The view of {Component} is now: phase {Phase}, share {SharePercent} %, epoch {Epoch}")]
    public static partial void ViewChanged(
        this ILogger logger, Component component, Phase phase, int sharePercent, Epoch epoch);

    [LoggerMessage(1401, LogLevel.Warning, "The view of {Component} could not be refreshed; trying again")]
    public static partial void ViewNotPulled(this ILogger logger, Exception exception, Component component);

    [LoggerMessage(1402, LogLevel.Debug, "The migration document of {Component} in {Store} could not be read")]
    public static partial void DocumentNotRead(
        this ILogger logger, Exception exception, Component component, string store);

    [LoggerMessage(1403, LogLevel.Information,
        "Finished a switch of {Component} that had stopped half-way: {Root} is the root (document version {Version})")]
    public static partial void SwitchFinished(this ILogger logger, Component component, Side root, long version);

    [LoggerMessage(1404, LogLevel.Critical, "Nothing of {Component} is served: {Reason}")]
    public static partial void DocumentsContradict(this ILogger logger, Component component, string reason);

    [LoggerMessage(1405, LogLevel.Warning,
        "The follower {Store} of {Component} did not take a write; debt was raised and a synchronisation is due")]
    public static partial void FollowerOwes(
        this ILogger logger, Exception? exception, string store, Component component);

    [LoggerMessage(1406, LogLevel.Error, "Debt of {Component} could not be raised after its follower failed")]
    public static partial void DebtNotRaised(this ILogger logger, Exception exception, Component component);

    [LoggerMessage(1407, LogLevel.Error,
        "A record of {Component} differs in {Store} though nobody was writing it (revision {Follower} there, {Root} in "
        + "the root); the root answers, verify and repair")]
    public static partial void RecordDiverges(
        this ILogger logger, Component component, string store, Revision follower, Revision root);

    [LoggerMessage(1450, LogLevel.Warning,
        "The migration of {Component} waits: a store does not answer; it goes on by itself")]
    public static partial void MigrationStepFailed(this ILogger logger, Exception exception, Component component);

    [LoggerMessage(1451, LogLevel.Information, "Switched the root of {Component}: {Phase} in epoch {Epoch}")]
    public static partial void RootSwitched(
        this ILogger logger, Component component, Phase phase, Epoch epoch);

    [LoggerMessage(1500, LogLevel.Warning,
        "The Redis cache does not answer; calls go on without it, and it is tried again by itself")]
    public static partial void CacheAway(this ILogger logger, Exception exception);

    [LoggerMessage(1501, LogLevel.Information, "The Redis cache answers")]
    public static partial void CacheAnswers(this ILogger logger);
}
