using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Memory;

/// <summary>Whether a copy is brought in: the reference for every store's own way to decide it.</summary>
internal static class CopyRule
{
    /// <summary>The outcome, behind the fence and for a sound record.</summary>
    public static CopyOutcome Decide(RecordCopy copy, StoredRecord? stored)
    {
        var stands = stored?.Revision ?? Revision.None;
        if (copy.Revision == stands && stored is not null && Equals(copy.Body, stored.Body))
        {
            return CopyOutcome.Same;
        }

        if (copy.Replaces is { } replaced)
        {
            return replaced == stands && copy.Revision > stands ? CopyOutcome.Stored : CopyOutcome.NotReplaced;
        }

        return copy.Revision > stands ? CopyOutcome.Stored
            : copy.Revision == stands ? CopyOutcome.Diverged
            : CopyOutcome.Older;
    }
}
