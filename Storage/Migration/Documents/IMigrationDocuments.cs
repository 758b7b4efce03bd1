using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>Keeps one small document per component in a store, outside of the records.</summary>
/// <remarks>
/// Safe for many callers at once, in one process and in several. A document decides only if it lies in the store that
/// it names as root; a copy elsewhere only says where to look.
/// </remarks>
public interface IMigrationDocuments
{
    /// <summary>Reads the newest durable document.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="StoreUnavailableException">No answer, or the document is unreadable.</exception>
    ValueTask<MigrationDocument?> ReadAsync(Component component, CancellationToken cancellation);

    /// <summary>Replaces the document if the stored one still has the expected version.</summary>
    /// <param name="document">Its version is above <paramref name="expectedVersion"/>.</param>
    /// <param name="expectedVersion">0 when none may exist yet.</param>
    /// <param name="cancellation">Stops the waiting; it may still be written.</param>
    /// <returns>True when the document is stored, durably; false when another version stands.</returns>
    /// <exception cref="StoreUnavailableException">
    /// No answer; it may have been written. Read the document and look.
    /// </exception>
    ValueTask<bool> TryWriteAsync(
        MigrationDocument document, long expectedVersion, CancellationToken cancellation);
}
