using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Erasing;

/// <summary>Brings a store that is not the root to what the root holds of some keys, and confirms it.</summary>
/// <remarks>
/// The copies carry the lowest epoch that the store accepts. No fence has to keep them out: the root has accepted each
/// of them, so that a store which becomes the root meanwhile has the same revision or a newer one.
/// </remarks>
internal sealed class Follow(MigrationView view, IMigratableStore root, IMigratableStore store)
{
    private const int AtOnce = 64;

    /// <summary>True where no other write of the root ever reaches the store, so that nothing has to be there.
    /// </summary>
    private bool IsLeftAlone => view.Phase is Phase.Off or Phase.Complete;

    /// <exception cref="StoreUnavailableException">Some of it is not confirmed.</exception>
    public async ValueTask RunAsync(IReadOnlyList<RecordKey> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0)
        {
            return;
        }

        var fence = await store.ReadFenceAsync(keys[0].Component, cancellation);
        var epoch = fence.Value > view.Epoch.Value ? fence : view.Epoch;
        foreach (var some in keys.Chunk(AtOnce))
        {
            var copies = await Task.WhenAll(some.Select(key => CopyAsync(key, epoch, cancellation)));
            var results = await store.PutIfNewerAsync([.. copies.OfType<RecordCopy>()], cancellation);
            foreach (var result in results)
            {
                Require(result.Outcome);
            }
        }
    }

    /// <returns>Null when the store holds nothing that has to go.</returns>
    private async Task<RecordCopy?> CopyAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        var there = await store.DigestAsync(key, epoch, cancellation);
        if (await root.ReadAsync(key, view.Epoch, cancellation) is { } record)
        {
            return there is null && IsLeftAlone ? null : RecordCopy.Of(key, record, epoch);
        }

        return there is null or { IsTombstone: true } ? null : throw new StoreUnavailableException(
            $"The {store.Name} store holds a record that its root has never had. Verify and repair the component.");
    }

    private void Require(CopyOutcome outcome)
    {
        if (outcome is not (CopyOutcome.Stored or CopyOutcome.Same))
        {
            throw new StoreUnavailableException(
                $"The {store.Name} store did not take the root's record ({outcome}). Where it holds something newer "
                + "than the root, or damaged bytes, verify and repair the component; else it goes on by itself.");
        }
    }
}
