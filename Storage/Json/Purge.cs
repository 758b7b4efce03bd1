using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Takes away what earlier revisions of records left outside their own files. Runs under the lock.</summary>
/// <remarks>
/// The spare files go first and the journal last, because the flush that the journal needs anyway makes the removal
/// durable. An empty half is begun before any old entry is overwritten: its head says durably that nothing older needs
/// a replay, and a crash at any later moment finds two halves that have nothing to tell.
/// </remarks>
internal static class Purge
{
    private const string What = "what an earlier revision left";

    /// <exception cref="StoreUnavailableException">Some of it may be left; nothing that counts was changed.</exception>
    public static bool Run(LockedComponent component, IReadOnlyList<RecordKey> keys)
    {
        try
        {
            foreach (var key in keys)
            {
                RemoveFiles(component.PathsOf(key));
            }
        }
        catch (LibcException e)
        {
            throw JsonErrors.NotPurged(component.Context.Component, e);
        }

        component.EmptyJournal();
        return true;
    }

    /// <remarks>
    /// Nothing in the journal is unapplied, so that no spare file is on its way to its name. A reader that has one open
    /// reads it to its end.
    /// </remarks>
    private static void RemoveFiles(RecordPaths paths)
    {
        var look = PlainFiles.Look(paths);
        if (look.Damage is null)
        {
            PlainFiles.RemoveReplaced(paths, look);
        }

        Libc.Unlink(paths.Spare, What);
        Libc.Unlink(paths.TombstoneSpare, What);
    }
}
