using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Brings the files up to the journal before anything else happens under a freshly taken lock.</summary>
/// <remarks>
/// Within one boot only the batch can be open that a dead process left. After another boot, and after a failed flush,
/// everything since the last checkpoint is replayed. In every case what the journal says becomes durable first, since
/// nobody knows whether the dead process's flush succeeded, and only then visible.
/// </remarks>
internal sealed class Replay(ComponentContext context)
{
    /// <summary>Makes the component ready for a batch. The caller holds the lock.</summary>
    /// <param name="content">What the lock file holds.</param>
    /// <param name="isOpening">True when a process opens the store: only then a failed flush is overcome.</param>
    /// <exception cref="StoreUnavailableException">The component cannot be written, and must not be.</exception>
    public JournalState Ready(LockContent content, bool isOpening)
    {
        if (context.StoppedBecause is { } why)
        {
            throw JsonErrors.WritingStopped(context.Component, why);
        }

        var hasFailed = content.FailedBoot == context.Boot;
        if (hasFailed && !isOpening)
        {
            throw JsonErrors.WritingStopped(
                context.Component, $"process {content.FailedProcess} could not flush to the disk.");
        }

        var hasJournal = context.Journal.TryOpen(isBegun: content.State is not { Generation: 0 });
        if (content.State is not { } state)
        {
            return hasJournal
                ? ReplayWindow(JournalState.Empty(context.Boot), hasJournal, isRewriting: true)
                : throw JsonErrors.LockIsDamaged(context.Lock.Place);
        }

        if (state.Generation > 0 && !hasJournal)
        {
            throw JsonErrors.FileIsMissing(ComponentFiles.HalfOf(context.Component, state.Generation));
        }

        // A journal that the lock file knows nothing of was made by a process that died before it could say so.
        if (state.Boot != context.Boot || hasFailed || (hasJournal && state.Generation == 0))
        {
            return ReplayWindow(state, hasJournal, isRewriting: hasFailed);
        }

        return state.InBatch ? ReplayTail(state) : state;
    }

    private JournalState ReplayTail(JournalState state)
    {
        var scans = new List<JournalScan>
        {
            new(context.Journal.Half(state.Generation), state.Generation, state.Offset, state.Chain, state.Applied),
        };

        // The dead process may have been about to begin the other half.
        if (context.Journal.Heads() is [.., var newest] && newest.Generation == state.Generation + 1)
        {
            scans.Add(JournalScan.OfAll(context.Journal.Half(newest.Generation), newest));
        }

        var entries = Collect(scans, state.Applied);
        if (scans.Count == 2 && scans[1].Offset == JournalHead.Bytes)
        {
            // Nothing but a head, whose flush may have failed: the half is begun anew when it is needed.
            scans.RemoveAt(1);
        }

        var after = After(state, scans);
        Apply(scans, entries, isRewriting: false, state.Offset);
        context.Lock.Write(after);
        return after;
    }

    private JournalState ReplayWindow(JournalState state, bool hasJournal, bool isRewriting)
    {
        if (!hasJournal)
        {
            // Nothing was ever written.
            var empty = JournalState.Empty(context.Boot);
            context.Lock.Write(empty);
            context.Lock.WriteFailed(Guid.Empty);
            return empty;
        }

        if (isRewriting)
        {
            // A flush failed, so what was never flushed may be gone from memory too.
            context.Changes.Stop();
        }

        var heads = context.Journal.Heads();
        var checkpoint = heads.Max(h => Math.Max(h.Checkpoint, state.Checkpoint));
        var scans = heads.Select(h => JournalScan.OfAll(context.Journal.Half(h.Generation), h)).ToList();
        var entries = Collect(scans, checkpoint);
        if (scans is [var older, { Offset: JournalHead.Bytes } unused] && unused.Sequence < older.Sequence)
        {
            // A process died while it began the newer half, and the older one was written on.
            scans.RemoveAt(1);
        }

        var after = After(state with { Checkpoint = checkpoint }, scans);
        Apply(scans, entries, isRewriting, from: 0);
        try
        {
            context.FileSystem.Flush();
            after = after with { Checkpoint = after.Applied };
            context.Lock.Write(after);
            context.Lock.Flush();
        }
        catch (LibcException e)
        {
            context.Stop($"the file system could not be flushed ({e.Message})", e);
            throw JsonErrors.WritingStopped(context.Component, context.StoppedBecause!);
        }

        context.Lock.WriteFailed(Guid.Empty);
        return after;
    }

    /// <summary>The newest entry of each key that lies behind a sequence number.</summary>
    private Dictionary<string, JournalEntry> Collect(List<JournalScan> scans, long behind)
    {
        var entries = new Dictionary<string, JournalEntry>(StringComparer.Ordinal);
        long? last = null;
        foreach (var scan in scans)
        {
            // The next half begins where this one ended; a gap that no checkpoint covers would be a lost write.
            var begin = scan.Sequence;
            if (last < begin && begin > behind)
            {
                throw JsonErrors.JournalIsDamaged(context.Component);
            }

            while (scan.Next() is { } entry)
            {
                if (scan.Sequence > behind)
                {
                    entries[entry.Key] = entry;
                }
            }

            // Nor do two halves hold entries of the same number, unless one was begun and then left empty.
            if (last > begin && scan.Sequence > begin)
            {
                throw JsonErrors.JournalIsDamaged(context.Component);
            }

            last = scan.Sequence;
        }

        return entries;
    }

    private JournalState After(JournalState before, List<JournalScan> scans) => before with
    {
        Boot = context.Boot,
        Generation = scans[^1].Generation,
        Offset = scans[^1].Offset,
        Chain = scans[^1].Chain,
        Applied = scans[^1].Sequence,
        Holder = Environment.ProcessId,
        InBatch = false,
    };

    private void Apply(List<JournalScan> scans, Dictionary<string, JournalEntry> entries, bool isRewriting, long from)
    {
        if (entries.Count == 0 && !isRewriting)
        {
            return;
        }

        try
        {
            foreach (var scan in scans)
            {
                scan.Half.Renew(scan == scans[0] ? from : 0, scan.Offset);
                scan.Half.Flush();
            }
        }
        catch (LibcException e)
        {
            context.Stop($"the journal could not be flushed ({e.Message})", e);
            throw JsonErrors.WritingStopped(context.Component, context.StoppedBecause!);
        }

        context.Probe?.Reached(ProbePoint.ReplayFlushed);
        foreach (var entry in entries.Values)
        {
            Restore(entry, isRewriting);
        }

        context.Log.JournalReplayed(context.Component.Name, entries.Count);
    }

    /// <summary>The journal wins over the files unless a whole one has a higher revision.</summary>
    /// <remarks>
    /// What a damaged file claims does not count. A power cut can leave the content of a write that was never durable
    /// under the record's name, torn and with its revision on it.
    /// </remarks>
    private void Restore(JournalEntry entry, bool isRewriting)
    {
        var key = RecordKey.FromText(context.Component, entry.Key);
        var paths = JsonPaths.Of(context.Root, key);
        var look = PlainFiles.Look(paths);
        if (look.Revision > entry.Revision)
        {
            return;
        }

        var isSame = look.Damage is null && look.Record is { } record && record.Revision == entry.Revision
            && record.WriteId == entry.WriteId && Equals(record.Body, entry.Body);
        if (isSame && !isRewriting)
        {
            PlainFiles.RemoveReplaced(paths, look);
            return;
        }

        if (!isSame)
        {
            KeepEdit(key, paths, look, entry.Revision);
        }

        var file = QueuedWrite.FileOf(entry.Body, entry.Revision, entry.WriteId);
        context.Files.Stage(paths, entry.Body is null, file, fresh: true);
        context.Files.Show(paths, entry.Body is null, look);
    }

    /// <summary>Puts aside what a person wrote: a readable file that is no older revision of ours.</summary>
    private void KeepEdit(RecordKey key, RecordPaths paths, RecordLook look, Revision revision)
    {
        var isEdit = look.Plain?.Damage?.Adoptable is not null || look.Plain?.Record?.Revision == revision;
        if (isEdit && PlainFiles.TryReadBytes(paths.Plain) is { } content)
        {
            context.Quarantine.Keep(Adoption.ItemOf(key, content, revision, "replaced by the journal", context.Time));
            context.Log.EditReplaced(context.Component.Name);
        }
    }
}
