using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>A copy of the other side's record that waits for its batch, among live writes.</summary>
/// <remarks>Its entry in the journal has the copy's own revision, which may be far above the one that stands.</remarks>
internal sealed class QueuedCopy(RecordCopy copy) : QueuedWork<CopyResult>, IQueuedChange
{
    private readonly byte[] _file = QueuedWrite.FileOf(copy.Body, copy.Revision, copy.WriteId);

    /// <inheritdoc/>
    public RecordKey Key => copy.Key;

    /// <inheritdoc/>
    public override int Bytes => BytesOf(copy) + _file.Length;

    /// <summary>The memory that a copy holds before its file is made, roughly.</summary>
    public static int BytesOf(RecordCopy copy)
        => (copy.Body?.Utf8.Length ?? 0) + copy.Key.Text.Length + JournalEntry.HeadBytes + 8;

    /// <inheritdoc/>
    public StagedWrite? Decide(LockedComponent component, Epoch lowest)
    {
        if (copy.Epoch.Value < lowest.Value)
        {
            Settle(new CopyResult(CopyOutcome.Fenced, Revision.None));
            return null;
        }

        var paths = component.PathsOf(Key);
        var look = PlainFiles.Look(paths);
        if (look.Damage is not null)
        {
            Settle(new CopyResult(CopyOutcome.Damaged, Revision.None));
            return null;
        }

        if (Refusal(look) is { } outcome)
        {
            Settle(new CopyResult(outcome, look.Revision));
            return null;
        }

        var entry = new JournalEntry
        {
            Key = Key.Text,
            Revision = copy.Revision,
            WriteId = copy.WriteId,
            Body = copy.Body,
        };
        return component.Stage(paths, look, entry, _file);
    }

    /// <inheritdoc/>
    public void Accept(Revision revision) => Settle(new CopyResult(CopyOutcome.Stored, revision));

    /// <returns>Why nothing is written; null when the copy belongs in.</returns>
    private CopyOutcome? Refusal(RecordLook look)
    {
        var stands = look.Revision;
        var isSame = look.Record is { } stored && copy.Revision == stands && Equals(copy.Body, stored.Body);
        return (copy.Replaces, isSame) switch
        {
            (_, true) => CopyOutcome.Same,
            ({ } replaced, _) => replaced == stands && copy.Revision > stands ? null : CopyOutcome.NotReplaced,
            _ when copy.Revision > stands => null,
            _ => copy.Revision == stands ? CopyOutcome.Diverged : CopyOutcome.Older,
        };
    }
}
