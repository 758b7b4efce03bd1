using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.TestKit.Faults;

/// <summary>Documents that cannot be reached while an error stands.</summary>
internal sealed class FaultyMigrationDocuments(IMigrationDocuments inner, Func<Exception?> error) : IMigrationDocuments
{
    public ValueTask<MigrationDocument?> ReadAsync(Component component, CancellationToken cancellation)
        => error() is { } e ? throw e : inner.ReadAsync(component, cancellation);

    public ValueTask<bool> TryWriteAsync(
        MigrationDocument document, long expectedVersion, CancellationToken cancellation)
        => error() is { } e ? throw e : inner.TryWriteAsync(document, expectedVersion, cancellation);
}
