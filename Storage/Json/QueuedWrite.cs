using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>A compare-and-set that waits for its batch.</summary>
internal sealed class QueuedWrite : QueuedWork<WriteResult>, IQueuedChange
{
    private readonly RecordWrite _write;

    /// <summary>
    /// The file's content if the write is accepted. Made on the caller's thread, since the writer is one for all.
    /// </summary>
    private readonly byte[] _file;

    private QueuedWrite(RecordWrite write, byte[] file) => (_write, _file) = (write, file);

    /// <inheritdoc/>
    public RecordKey Key => _write.Key;

    /// <inheritdoc/>
    public override int Bytes
        => _file.Length + (_write.Body?.Utf8.Length ?? 0) + Key.Text.Length + JournalEntry.HeadBytes + 8;

    public static QueuedWrite Make(RecordWrite write, long queuedAt, TimeSpan lockTimeout)
        => new(write, CanWin(write) ? FileOf(write.Body, write.Expected.Next, write.WriteId) : [])
        {
            QueuedAt = queuedAt,
            LockTimeout = lockTimeout,
        };

    /// <summary>The content of a record's or a tombstone's file.</summary>
    public static byte[] FileOf(RecordBody? body, Revision revision, WriteId writeId)
        => body is null
            ? JsonRecordFile.WriteTombstone(revision, writeId)
            : JsonRecordFile.Write(body, revision, writeId);

    /// <inheritdoc/>
    public StagedWrite? Decide(LockedComponent component, Epoch lowest)
    {
        var paths = component.PathsOf(Key);
        var look = PlainFiles.Look(paths);
        if (IsRepeat(look.Record))
        {
            // It was written before the fence rose; no fence makes that undone.
            Accept(look.Revision);
            return null;
        }

        if (_write.Epoch.Value < lowest.Value)
        {
            throw StaleEpochException.Below(Key.Component, JsonRecordStore.StoreName, _write.Epoch, lowest);
        }

        if (look.Damage is not null)
        {
            throw JsonErrors.Damaged(paths, look);
        }

        if (AnswerWithoutWriting(look) is { } answer)
        {
            Settle(answer);
            return null;
        }

        if (!CanWin(_write))
        {
            throw JsonErrors.LastRevision(paths, look);
        }

        var entry = new JournalEntry
        {
            Key = Key.Text,
            Revision = _write.Expected.Next,
            WriteId = _write.WriteId,
            Body = _write.Body,
        };
        return component.Stage(paths, look, entry, _file);
    }

    /// <inheritdoc/>
    public void Accept(Revision revision) => Settle(WriteResult.AcceptedAs(revision));

    private bool IsRepeat(StoredRecord? stored)
        => stored is not null && stored.WriteId == _write.WriteId
            && stored.Revision.Value - 1 == _write.Expected.Value;

    private WriteResult? AnswerWithoutWriting(RecordLook look)
    {
        var stored = look.Record;
        if (look.Revision != _write.Expected)
        {
            return WriteResult.Conflict(look.Revision);
        }

        return _write.Body is null && (stored is null || stored.IsTombstone)
            ? WriteResult.AcceptedAs(look.Revision)
            : null;
    }

    // Such a write loses, or is refused as the last one.
    private static bool CanWin(RecordWrite write) => write.Expected.Value < RevMember.RevisionMax;
}
