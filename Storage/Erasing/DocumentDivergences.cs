using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Erasing;

/// <summary>Takes the divergences of erased keys out of the migration document that lies in a store.</summary>
/// <remarks>
/// The document of the root is changed as every other change of it is. The copy in the other store must never be newer
/// than it, so that the root's document moves first.
/// </remarks>
internal static class DocumentDivergences
{
    private const int AttemptsMax = 20;

    /// <exception cref="StoreUnavailableException">They may be there still. Repeat the call.</exception>
    public static async ValueTask RemoveAsync(
        Component component, IReadOnlyList<RecordKey> keys, IMigratableStore root, IMigratableStore store,
        CancellationToken cancellation)
    {
        var erased = keys.Select(key => key.Text).ToHashSet(StringComparer.Ordinal);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await store.Documents.ReadAsync(component, cancellation) is not { } document
                || !document.Divergences.Any(d => erased.Contains(d.Key)))
            {
                return;
            }

            var next = document with
            {
                Version = document.Version + 1,
                Divergences = [.. document.Divergences.Where(d => !erased.Contains(d.Key))],
            };
            if ((store == root || await MoveAsync(component, root, next.Version, cancellation))
                && await store.Documents.TryWriteAsync(next, document.Version, cancellation))
            {
                return;
            }
        }

        throw new StoreUnavailableException(
            $"The migration document of '{component}' was changed by others {AttemptsMax} times. Repeat the call.");
    }

    /// <returns>True when the document of the root has at least that version.</returns>
    private static async ValueTask<bool> MoveAsync(
        Component component, IMigratableStore root, long version, CancellationToken cancellation)
        => await root.Documents.ReadAsync(component, cancellation) is { } decides
            && (decides.Version >= version || await root.Documents.TryWriteAsync(
                decides with { Version = version }, decides.Version, cancellation));
}
