using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Decides the writes of one batch, all of different keys, and makes the winners durable together.</summary>
internal static class Batch
{
    /// <summary>Notes an answer for every write.</summary>
    public static void Run(LockedComponent component, IReadOnlyList<QueuedWrite> writes)
    {
        // The fence is asked under the lock. Whoever raises it holds the lock too, so no write of an older epoch is
        // on its way once it has risen.
        var lowest = component.Context.Fence.Read();
        var staged = new List<StagedWrite>(writes.Count);
        var owners = new List<QueuedWrite>(writes.Count);
        foreach (var write in writes)
        {
            try
            {
                if (Decide(component, write, lowest) is { } winner)
                {
                    staged.Add(winner);
                    owners.Add(write);
                }
            }
            catch (LibcException e)
            {
                write.Fail(JsonErrors.NotStaged(component.Context.Component, e));
            }
            catch (OrleansException e)
            {
                write.Fail(e);
            }
        }

        component.Context.Probe?.Reached(ProbePoint.Staged);
        if (staged.Count > 0)
        {
            Note(owners, staged, component.Persist(staged));
        }
    }

    /// <returns>The staged write; null when the answer is noted already.</returns>
    private static StagedWrite? Decide(LockedComponent component, QueuedWrite queued, Epoch lowest)
    {
        var write = queued.Write;
        var paths = component.PathsOf(write.Key);
        var look = PlainFiles.Look(paths);
        if (IsRepeat(write, look.Record))
        {
            // It was written before the fence rose; no fence makes that undone.
            queued.Settle(WriteResult.AcceptedAs(look.Revision));
            return null;
        }

        if (write.Epoch.Value < lowest.Value)
        {
            throw StaleEpochException.Below(write.Key.Component, JsonRecordStore.StoreName, write.Epoch, lowest);
        }

        if (look.Damage is not null)
        {
            throw JsonErrors.Damaged(paths, look);
        }

        if (AnswerWithoutWriting(write, look) is { } answer)
        {
            queued.Settle(answer);
            return null;
        }

        if (write.Expected.Value >= RevMember.RevisionMax)
        {
            throw JsonErrors.LastRevision(paths, look);
        }

        var entry = new JournalEntry
        {
            Key = write.Key.Text,
            Revision = write.Expected.Next,
            WriteId = write.WriteId,
            Body = write.Body,
        };
        return component.Stage(paths, look, entry, queued.File);
    }

    private static bool IsRepeat(RecordWrite write, StoredRecord? stored)
        => stored is not null && stored.WriteId == write.WriteId && stored.Revision.Value - 1 == write.Expected.Value;

    private static WriteResult? AnswerWithoutWriting(RecordWrite write, RecordLook look)
    {
        var stored = look.Record;
        if (look.Revision != write.Expected)
        {
            return WriteResult.Conflict(look.Revision);
        }

        return write.Body is null && (stored is null || stored.IsTombstone)
            ? WriteResult.AcceptedAs(look.Revision)
            : null;
    }

    private static void Note(List<QueuedWrite> owners, List<StagedWrite> staged, Exception?[] failures)
    {
        for (var i = 0; i < owners.Count; i++)
        {
            if (failures[i] is { } failure)
            {
                owners[i].Fail(failure);
            }
            else
            {
                owners[i].Settle(WriteResult.AcceptedAs(staged[i].Entry.Revision));
            }
        }
    }
}
