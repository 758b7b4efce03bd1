using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Residency;

/// <summary>One activation that holds state in memory, and how it is used.</summary>
/// <remarks>
/// Used on the activation's scheduler; others only look. So a hit costs two plain writes, and no processor waits for
/// another one.
/// </remarks>
internal sealed class Resident(Component component, IGrainContext context, Func<long> now)
{
    private long _usedAt = now();
    private long _hits;
    private long _misses;

    /// <summary>What it holds.</summary>
    public Component Component => component;

    /// <summary>When it was used last, in milliseconds of a monotonic clock.</summary>
    public long UsedAt => Volatile.Read(ref _usedAt);

    /// <summary>Calls that were answered from memory.</summary>
    public long Hits => Volatile.Read(ref _hits);

    /// <summary>Reads for which a store was asked.</summary>
    public long Misses => Volatile.Read(ref _misses);

    /// <summary>True once it is told to leave. Guarded by the set that it belongs to.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Its place in the set that it belongs to, and guarded by it.</summary>
    public int Place { get; set; }

    /// <summary>Memory answered a call.</summary>
    public void Hit()
    {
        _hits++;
        _usedAt = now();
    }

    /// <summary>A store was asked.</summary>
    public void Miss()
    {
        _misses++;
        _usedAt = now();
    }

    /// <summary>Something was changed.</summary>
    public void Used() => _usedAt = now();

    /// <summary>Lets it finish what it does, and then leave. The next call brings it back from the store.</summary>
    public void Leave(DeactivationReason reason) => context.Deactivate(reason);
}
