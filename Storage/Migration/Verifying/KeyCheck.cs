using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>Compares chosen keys while nobody can write them.</summary>
internal static class KeyCheck
{
    private const int LooksAtOnce = 64;

    /// <summary>Finds the first key that differs.</summary>
    /// <returns>Null when all are equal.</returns>
    /// <exception cref="StoreUnavailableException">A store does not answer. Nothing is known.</exception>
    /// <exception cref="DamagedRecordException">A record is damaged.</exception>
    public static async Task<RecordKey?> FirstDifferenceAsync(
        IReadOnlyCollection<RecordKey> keys, IMigratableStore left, IMigratableStore right, Epoch epoch,
        CancellationToken cancellation)
    {
        foreach (var some in keys.Chunk(LooksAtOnce))
        {
            var looks = some.Select(key => IsEqualAsync(key, left, right, epoch, cancellation)).ToArray();
            var equal = await Task.WhenAll(looks);
            var first = Array.IndexOf(equal, false);
            if (first >= 0)
            {
                return some[first];
            }
        }

        return null;
    }

    private static async Task<bool> IsEqualAsync(
        RecordKey key, IMigratableStore left, IMigratableStore right, Epoch epoch, CancellationToken cancellation)
    {
        var one = await left.DigestAsync(key, epoch, cancellation);
        var other = await right.DigestAsync(key, epoch, cancellation);
        return one is null ? other is null : other is not null && one.Matches(other);
    }
}
