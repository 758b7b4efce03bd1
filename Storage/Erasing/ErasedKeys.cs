using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Erasing;

/// <summary>Finds the keys of erased records.</summary>
internal static class ErasedKeys
{
    /// <summary>Every record that one of the stores knows.</summary>
    /// <exception cref="StoreUnavailableException">One of them does not answer.</exception>
    public static async ValueTask<IReadOnlyList<RecordKey>> ReadAsync(
        ErasedRecords erased, IMigratableStore[] stores, CancellationToken cancellation)
    {
        var keys = new HashSet<RecordKey>(erased.Keys);
        foreach (var store in erased.KeyPrefix is null ? [] : stores)
        {
            await foreach (var header in store.WalkAsync(
                erased.Component, erased.KeyPrefix!, RecordCursor.Start, cancellation))
            {
                if (erased.Takes(header.Key))
                {
                    keys.Add(header.Key);
                }
            }
        }

        return [.. keys];
    }
}
