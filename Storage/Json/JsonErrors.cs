using System.Globalization;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>The texts of this store's errors: what failed, the numbers, what holds now, and the way out.</summary>
internal static class JsonErrors
{
    private const string NotWritten = "Nothing was written.";

    public static StoreUnavailableException NotOpen()
        => new("The JSON store is not open. Open it before the first call, and make no call after it was closed. "
            + NotWritten);

    public static StoreUnavailableException CannotOpen(string root, Exception cause)
        => new($"The JSON store in '{root}' cannot be opened: {cause.Message}", cause);

    public static StoreUnavailableException NoBootId(string place, Exception cause)
        => new($"'{place}' does not tell which boot of the machine this is: {cause.Message} Without it the JSON store "
            + "cannot know what to replay. Make /proc available.", cause);

    public static StoreUnavailableException FileIsMissing(string place)
        => new($"The JSON store's file '{place}' is missing, so nothing is read or written. Stop every process that "
            + "uses "
            + "the store and restore the file from a backup of the same store.");

    public static StoreUnavailableException FileWasReplaced(string place)
        => new($"The JSON store's file '{place}' was replaced while the store was open, so nothing is written. Restart "
            + "every process that uses the store.");

    public static StoreUnavailableException FenceIsDamaged(string place)
        => new($"The JSON store's file '{place}' holds no number, so nothing is read or written. Restore it from a "
            + "backup "
            + "of the same store.");

    public static StoreUnavailableException LockIsDamaged(string place)
        => new($"The JSON store's file '{place}' is damaged and the journal beside it is missing, so nothing is "
            + "read or "
            + "written. Restore the folder from a backup of the same store.");

    public static StoreUnavailableException JournalIsDamaged(Component component)
        => new($"The journal of '{component}' in the JSON store is damaged or belongs to another store, so nothing is "
            + $"read or written. Restore the folder '{ComponentFiles.FolderOf(component)}' from a backup of the "
            + "same store.");

    public static StoreUnavailableException IdentityIsMissing(string root)
        => new($"The folder '{root}' holds files but no '{JsonPaths.IdentityFile}', so it is not taken for a JSON "
            + "store. "
            + "Name the right folder, mount the volume, or restore the file from a backup.");

    public static StoreUnavailableException RootIsEmpty(string root)
        => new($"The folder '{root}' exists and is empty: it is a new place, or the volume is not mounted. Mount the "
            + $"volume; for a new store remove the folder, or set '{nameof(JsonStoreOptions.AllowEmptyRoot)}' for "
            + "one start.");

    public static StoreUnavailableException IdentityIsDamaged(string path, Exception cause)
        => new($"The JSON store's file '{path}' is damaged. Restore it from a backup.", cause);

    public static StoreUnavailableException FormatIsUnknown(string path, int format, int known)
        => new($"The JSON store of '{path}' has format {format}, and this version knows {known}. Use a newer version.");

    public static StoreUnavailableException ReadFailed(Component component, Exception cause)
        => new($"Reading '{component}' from the JSON store failed: {cause.Message} Nothing is known to be lost. "
            + "Check the "
            + "file system and repeat the call.", cause);

    public static StoreUnavailableException ReadTimeout(Component component, TimeSpan limit)
        => new($"Reading '{component}' from the JSON store took longer than {Seconds(limit)} because the record kept "
            + "changing. Repeat the call.");

    public static StoreUnavailableException ReadNotAnswered(Component component, TimeSpan limit, Exception cause)
        => new($"The disk did not answer a read of '{component}' in the JSON store within {Seconds(limit)}. Nothing is "
            + "known to be lost. Check the disk and the kernel's log, then repeat the call.", cause);

    public static StoreUnavailableException NotStaged(Component component, Exception cause)
        => new($"Writing '{component}' to the JSON store failed: {cause.Message} {NotWritten} Free space or restore "
            + "the "
            + "permissions, then repeat the call.", cause);

    public static StoreUnavailableException NotReady(Component component, Exception cause)
        => new($"The JSON store cannot write '{component}' now: {cause.Message} {NotWritten} Remove the cause, then "
            + "repeat "
            + "the call.", cause);

    public static StoreUnavailableException LockNotHad(
        Component component, string holder, TimeSpan limit, Exception? cause = null)
        => new($"The lock of '{component}' in the JSON store was not had within {Seconds(limit)}: {holder} holds it. "
            + $"{NotWritten} Repeat the call; if that process hangs or is stopped, let it go on or end it.", cause);

    public static StoreUnavailableException StillQueued(Component component, TimeSpan limit)
        => new($"Writing '{component}' to the JSON store did not begin within {Seconds(limit)}, and was given up. "
            + $"{NotWritten} Check the speed of the disk, then repeat the call.");

    public static StoreUnavailableException QueueIsFull(Component component, long bytes)
        => new(string.Create(CultureInfo.InvariantCulture,
            $"The JSON store has {bytes:N0} bytes of '{component}' waiting to be written and takes no more. "
            + $"{NotWritten} "
            + $"Repeat the call later, or raise '{nameof(JsonStoreOptions.QueuedBytesMax)}'."));

    public static StoreUnavailableException WritingStopped(Component component, string why)
        => new($"The JSON store has stopped writing '{component}': {why} {NotWritten} Reads go on, and every "
            + "acknowledged "
            + "write is kept. Check the disk and the kernel's log, then restart every process that uses the store: it "
            + "replays the journal before it goes on.");

    public static OutcomeUnknownException FlushFailed(Component component, Exception cause)
        => new($"A write to '{component}' in the JSON store was sent to the disk, which failed: {cause.Message} It may "
            + "have been written. Writing stops until the store is restarted.", cause);

    public static OutcomeUnknownException NotShown(Component component, Exception cause)
        => new($"A write to '{component}' in the JSON store is in the journal, but its file could not be put in place: "
            + $"{cause.Message} It will be as soon as the cause is gone; repeat the write with the same id to learn "
            + "it.", cause);

    public static OutcomeUnknownException OutcomeUnknown(Component component, TimeSpan limit)
        => new($"A write to '{component}' in the JSON store was not finished within {Seconds(limit)}. It may have "
            + "been, or "
            + "may still be, written. Repeat it with the same id to learn it.");

    public static DamagedRecordException Damaged(RecordPaths paths, RecordLook look)
        => new($"The file '{look.DamagedPlace(paths)}' of the JSON store was edited or damaged: {look.Damage?.Reason}. "
            + $"It is neither read nor overwritten. Restore it from a backup, or {WayOut(paths, look)}.");

    public static InvalidRecordException CannotAdopt(RecordPaths paths, RecordLook look)
        => new($"The file '{look.DamagedPlace(paths)}' of the JSON store cannot be adopted: {look.Damage?.Reason}. Its "
            + $"bytes are in quarantine and the record is unchanged. To go on, {WayOut(paths, look)}.");

    public static InvalidRecordException NoDocumentOfALog(RecordPaths paths, RecordLook look, string mistake)
        => new($"The file '{look.DamagedPlace(paths)}' of the JSON store cannot be adopted: {mistake} Its bytes are in "
            + "quarantine and the record is unchanged. To go on, restore the file, or take back what was edited but "
            + "for the contents of its entries, and run 'hybrid repair adopt' again.");

    public static InvalidRecordException LastRevision(RecordPaths paths, RecordLook look)
        => new(string.Create(CultureInfo.InvariantCulture,
            $"The file '{(look.Record is { IsTombstone: true } ? paths.TombstoneRelative : paths.PlainRelative)}' of "
            + $"the JSON store has revision {RevMember.RevisionMax}, and no higher one can be kept. {NotWritten} "
            + $"Only an edit brings a record there: put the right number into its member '_rev'."));

    public static InvalidRecordException RevisionOutOfRange(Component component, Revision revision)
        => new(string.Create(CultureInfo.InvariantCulture,
            $"A copy for '{component}' in the JSON store has revision {revision}; 1 to {RevMember.RevisionMax} can be "
            + $"kept. {NotWritten}"));

    public static StoreUnavailableException NotCopied(Component component, Exception cause)
        => new($"Copying to '{component}' in the JSON store failed: {cause.Message} Some of the copies may be in; "
            + "repeat the call, which is harmless.", cause);

    public static StoreUnavailableException DocumentNotRead(Component component, Exception cause)
        => new($"The migration document of '{component}' in the JSON store cannot be read: {cause.Message} Check the "
            + $"file '{ComponentFiles.DocumentOf(component)}' and the disk, then repeat the call.", cause);

    public static StoreUnavailableException DocumentNotWritten(Component component, Exception cause)
        => new($"The migration document of '{component}' in the JSON store could not be replaced: {cause.Message} It "
            + "may have been. Read it and look before you go on.", cause);

    public static StoreUnavailableException DebtUncertain(Component component, Exception cause)
        => new($"The debt of '{component}' in the JSON store is not known: {cause.Message} What was to be noted may "
            + "have been or not. Check the disk, then repeat the call.", cause);

    public static StoreUnavailableException DebtIsDamaged(Component component)
        => new($"The JSON store's file '{ComponentFiles.DebtOf(component)}' was edited or damaged. Put the line "
            + "'1000000000 raised 0' into it: the next synchronisation then pays whatever is owed.");

    public static StoreUnavailableException SessionFailed(Exception cause)
        => new($"The JSON store could not note that this process mirrors writes: {cause.Message} Mirror nothing "
            + "before it can. Check the disk, then repeat the call.", cause);

    public static StoreUnavailableException ChangesFailed(Component component, Exception cause)
        => new($"The list of changes of '{component}' in the JSON store failed: {cause.Message} Check the disk, then "
            + "repeat the call.", cause);

    public static StoreUnavailableException NotKept(Exception cause)
        => new($"The quarantine of the JSON store failed: {cause.Message} The item is not known to be kept; do not "
            + "drop "
            + "it, and repeat the call.", cause);

    public static StoreUnavailableException NotRemoved(Exception cause)
        => new($"Items of the quarantine of the JSON store could not be removed: {cause.Message} Some may be left; "
            + "repeat the call.", cause);

    public static StoreUnavailableException NotPurged(Component component, Exception cause)
        => new($"What earlier revisions of '{component}' left in the JSON store could not be taken away: "
            + $"{cause.Message} No record was changed. Repeat the call.", cause);

    public static StoreUnavailableException NotListed(Exception cause)
        => new($"The quarantine of the JSON store cannot be read: {cause.Message} What it keeps is not changed by "
            + "that. Check the file system and repeat the call.", cause);

    public static StoreUnavailableException FenceUncertain(Component component, Exception cause)
        => new($"Raising the fence of '{component}' in the JSON store failed: {cause.Message} It may have risen. "
            + "Repeat "
            + "the call.", cause);

    /// <summary>What works for this damage, besides a backup.</summary>
    private static string WayOut(RecordPaths paths, RecordLook look) => look switch
    {
        { CanBeAdopted: true } => "take it over as it is with 'hybrid repair adopt'",
        { Plain.IsGood: true } => $"remove it to keep the record in '{paths.PlainRelative}', or remove that one and "
            + "run 'hybrid repair adopt' to keep the record deleted",
        _ => "put acceptable JSON in its place and run 'hybrid repair adopt'",
    };

    private static string Seconds(TimeSpan time)
        => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
