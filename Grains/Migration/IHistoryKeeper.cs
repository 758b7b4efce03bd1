using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Migration;

/// <summary>Keeps more of the history than a document has room for.</summary>
/// <remarks>Safe for many callers at once. It never fails: what it cannot keep now it is offered again.</remarks>
internal interface IHistoryKeeper
{
    /// <summary>Takes what is new, without waiting.</summary>
    void Offer(Component component, IReadOnlyList<HistoryEntry> entries);

    /// <summary>What is kept, oldest first; nothing while its place does not answer.</summary>
    Task<IReadOnlyList<HistoryListing>> ReadAsync(Component component, CancellationToken cancellation);
}
