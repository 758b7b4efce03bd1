using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>A component whose lock is held and whose journal has nothing unapplied: what a batch works on.</summary>
internal sealed class LockedComponent(ComponentContext context, JournalState state)
{
    /// <summary>The component.</summary>
    public ComponentContext Context { get; } = context;

    /// <summary>How far the journal is.</summary>
    public JournalState State { get; private set; } = state;

    /// <summary>Where a record lies.</summary>
    public RecordPaths PathsOf(RecordKey key) => JsonPaths.Of(Context.Root, key);

    /// <summary>Lays the file of a write ready. Nothing that counts changes.</summary>
    /// <exception cref="StoreUnavailableException">There is no space or no permission; nothing was written.</exception>
    public StagedWrite Stage(RecordPaths paths, RecordLook before, JournalEntry entry, ReadOnlySpan<byte> file)
    {
        try
        {
            Context.Files.Stage(paths, entry.Body is null, file, fresh: false);
            return new StagedWrite(paths, entry, before);
        }
        catch (LibcException e)
        {
            throw JsonErrors.NotStaged(Context.Component, e);
        }
    }

    /// <summary>Makes staged writes durable with one flush, then visible, then marked as applied.</summary>
    /// <returns>For each write its failure, or null when it is durable and visible.</returns>
    public Exception?[] Persist(IReadOnlyList<StagedWrite> writes)
    {
        if (Prepare(writes) is { } refusal)
        {
            foreach (var write in writes)
            {
                PlainFiles.Unstage(write.Paths, write.Entry.Body is null);
            }

            return FillWith(writes.Count, refusal);
        }

        JournalState next;
        try
        {
            next = Context.Journal.Append(State, [.. writes.Select(w => w.Entry)]);
            if (Context.Bug == SeededBug.VisibleBeforeDurable)
            {
                Show(writes);
            }

            Flush(Context.Journal.Half(next.Generation));
        }
        catch (LibcException e)
        {
            Context.Stop($"the journal could not be flushed ({e.Message})", e);
            return FillWith(writes.Count, JsonErrors.FlushFailed(Context.Component, e));
        }

        Context.Probe?.Reached(ProbePoint.Flushed);
        var failures = Context.Bug == SeededBug.VisibleBeforeDurable ? new Exception?[writes.Count] : Show(writes);
        Context.Probe?.Reached(ProbePoint.Applied);
        if (failures.All(f => f is null))
        {
            Mark(next);
        }

        return failures;
    }

    /// <summary>The highest revision of a record that the journal still holds.</summary>
    public Revision KnownInJournal(RecordKey key)
    {
        var known = Revision.None;
        foreach (var head in State.Generation == 0 ? [] : Context.Journal.Heads())
        {
            var scan = JournalScan.OfAll(Context.Journal.Half(head.Generation), head);
            while (scan.Next() is { } entry)
            {
                known = entry.Key == key.Text ? RecordLook.Max(known, entry.Revision) : known;
            }
        }

        return known;
    }

    /// <summary>Overwrites every entry of the journal, which then begins anew.</summary>
    /// <exception cref="StoreUnavailableException">Entries may be left; the component is not written any more.
    /// </exception>
    public void EmptyJournal()
    {
        if (State.Generation == 0)
        {
            return;
        }

        var retired = State.Generation;
        try
        {
            // Durable first: the files that the entries stand for, then that they do.
            Context.FileSystem.Flush();
            NoteCheckpoint(State.Applied);
            Context.Lock.Flush();
            State = Context.Journal.BeginEmpty(State);
            Context.Probe?.Reached(ProbePoint.EmptyHalfBegun);
            Context.Lock.Write(State);
            Context.Journal.Half(State.Generation).Blank();
            Context.Probe?.Reached(ProbePoint.HalfBlanked);
            Context.Journal.Half(retired).Blank();
            Context.Probe?.Reached(ProbePoint.JournalEmptied);
        }
        catch (LibcException e)
        {
            Context.Stop($"the journal could not be emptied ({e.Message})", e);
            throw JsonErrors.WritingStopped(Context.Component, Context.StoppedBecause!);
        }
    }

    /// <summary>Notes that everything up to an entry needs no replay any more.</summary>
    public void NoteCheckpoint(long sequence)
    {
        if (sequence > State.Checkpoint)
        {
            State = State with { Checkpoint = sequence };
            Context.Lock.Write(State);
        }
    }

    /// <returns>Why nothing can be written; null when the journal has room and knows that a batch begins.</returns>
    private StoreUnavailableException? Prepare(IReadOnlyList<StagedWrite> writes)
    {
        try
        {
            if (State.Generation == 0)
            {
                State = Context.Journal.Make(State);
                Context.Lock.Write(State);
                Context.Lock.Flush();
            }

            var bytes = writes.Sum(w => (long)w.Entry.Length);
            if (!Context.Journal.Fits(State, bytes) && FreeOtherHalf() is { } refusal)
            {
                return refusal;
            }

            if (Context.Bug != SeededBug.UnlistedChanges)
            {
                Context.Changes.Add([.. writes.Select(w => w.Entry)]);
            }

            Context.Lock.Write(State with { InBatch = true, Holder = Environment.ProcessId });
            return null;
        }
        catch (LibcException e)
        {
            return JsonErrors.NotStaged(Context.Component, e);
        }
        catch (StoreUnavailableException e)
        {
            return e;
        }
    }

    /// <summary>Sees to it that no power cut makes the entries in the other half necessary.</summary>
    private StoreUnavailableException? FreeOtherHalf()
    {
        var mustCheckpoint = Context.Journal.MustCheckpoint(State);
        try
        {
            if (mustCheckpoint)
            {
                Context.FileSystem.Flush();
                NoteCheckpoint(State.Applied);
            }

            // The disk may write the new entries before their head. The old head then leads to torn entries, which only
            // a durable checkpoint tells from lost ones.
            Context.Lock.Flush();
            return null;
        }
        catch (LibcException e)
        {
            Context.Stop($"the file system could not be flushed ({e.Message})", e);
            return JsonErrors.WritingStopped(Context.Component, Context.StoppedBecause!);
        }
    }

    private void Flush(JournalFile half)
    {
        try
        {
            Context.Probe?.Reached(ProbePoint.Appended);
            if (Context.Bug != SeededBug.NoFlush)
            {
                half.Flush();
            }
        }
        catch (LibcException) when (Context.Bug == SeededBug.UncheckedFlush)
        {
            // This is the mistake.
        }
    }

    private Exception?[] Show(IReadOnlyList<StagedWrite> writes)
    {
        var failures = new Exception?[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            try
            {
                Context.Files.Show(writes[i].Paths, writes[i].Entry.Body is null, writes[i].Before);
            }
            catch (LibcException e)
            {
                // The entry is durable. It stays unapplied in the journal, and the next holder of the lock, which may
                // be this thread, applies it before anything else.
                failures[i] = JsonErrors.NotShown(Context.Component, e);
                Context.Log.RecordNotShown(e, Context.Component.Name);
            }

            if (i == 0)
            {
                Context.Probe?.Reached(ProbePoint.HalfApplied);
            }
        }

        return failures;
    }

    private void Mark(JournalState next)
    {
        State = next with { InBatch = false, Holder = Environment.ProcessId };
        try
        {
            Context.Lock.Write(State);
        }
        catch (LibcException e)
        {
            // The batch is durable and visible. Without the mark readers could miss the next one, so there is none.
            Context.Stop($"the lock file could not be written ({e.Message})", e);
        }

        Context.Probe?.Reached(ProbePoint.Marked);
    }

    private static Exception?[] FillWith(int count, Exception failure)
    {
        var failures = new Exception?[count];
        Array.Fill(failures, failure);
        return failures;
    }
}
