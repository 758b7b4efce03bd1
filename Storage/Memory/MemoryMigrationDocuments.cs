using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Memory;

/// <summary>The migration documents of the memory store.</summary>
internal sealed class MemoryMigrationDocuments : IMigrationDocuments
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Component, MigrationDocument> _documents = [];

    /// <inheritdoc/>
    public ValueTask<MigrationDocument?> ReadAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_documents.GetValueOrDefault(component));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryWriteAsync(
        MigrationDocument document, long expectedVersion, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(document.Version, expectedVersion);
        lock (_gate)
        {
            var stands = _documents.GetValueOrDefault(document.Component)?.Version ?? 0;
            if (stands != expectedVersion)
            {
                return new(false);
            }

            _documents[document.Component] = document;
            return new(true);
        }
    }

    /// <summary>Puts a document there as a restored backup would; null takes it away.</summary>
    internal void EditFromOutside(Component component, MigrationDocument? document)
    {
        lock (_gate)
        {
            _documents.Remove(component);
            if (document is not null)
            {
                _documents[component] = document;
            }
        }
    }
}
