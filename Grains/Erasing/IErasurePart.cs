using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Erasing;

namespace HybridOrleans.Grains.Erasing;

/// <summary>What a user has in one component. One class for each; they are deleted in any order.</summary>
internal interface IErasurePart
{
    /// <summary>Names it in jobs and receipts; part of what is stored, and never changed.</summary>
    string Name { get; }

    /// <summary>Deletes the records through their grains, so that no activation remembers them. Idempotent.</summary>
    ValueTask DeleteAsync(UserKey user, CancellationToken cancellation);

    /// <summary>Which records they were, and what of them may lie in quarantine.</summary>
    ErasedRecords RecordsOf(UserKey user);
}
