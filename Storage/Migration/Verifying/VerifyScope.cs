using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>What is compared.</summary>
/// <remarks>Only a complete comparison lets a migration go on; the others are for a look.</remarks>
public sealed record VerifyScope
{
    private VerifyScope(int percent, RecordKey? key) => (Percent, Key) = (percent, key);

    /// <summary>Everything.</summary>
    public static VerifyScope Complete { get; } = new(100, null);

    /// <summary>The share of the keys, 1 to 100 percent.</summary>
    public int Percent { get; }

    /// <summary>The only key; null for a share of all.</summary>
    public RecordKey? Key { get; }

    /// <summary>True when everything is compared.</summary>
    public bool IsComplete => Key is null && Percent == 100;

    /// <summary>A share of the keys, by whole buckets, spread over all of them.</summary>
    /// <param name="percent">1 to 100.</param>
    public static VerifyScope Sample(int percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        return new VerifyScope(percent, null);
    }

    /// <summary>One key.</summary>
    public static VerifyScope One(RecordKey key) => new(0, key);

    /// <summary>The buckets to walk.</summary>
    internal IEnumerable<int> Buckets
        => Enumerable.Range(0, 256).Where(b => (b + 1) * Percent / 100 > b * Percent / 100);
}
