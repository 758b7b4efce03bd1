using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>A compare-and-set that waits for its batch.</summary>
internal sealed class QueuedWrite : QueuedWork<WriteResult>
{
    private QueuedWrite(RecordWrite write, byte[] file)
    {
        Write = write;
        File = file;
    }

    public RecordWrite Write { get; }

    /// <summary>
    /// The file's content if the write is accepted. Made on the caller's thread, since the writer is one for all.
    /// </summary>
    public byte[] File { get; }

    /// <inheritdoc/>
    public override int Bytes
        => File.Length + (Write.Body?.Utf8.Length ?? 0) + Write.Key.Text.Length + JournalEntry.HeadBytes + 8;

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

    // Such a write loses, or is refused as the last one.
    private static bool CanWin(RecordWrite write) => write.Expected.Value < RevMember.RevisionMax;
}
