namespace HybridOrleans.Grains.Configuration;

/// <summary>What a silo holds of one configuration. Changed under the lock of <see cref="ConfigurationReplicas"/>.
/// </summary>
internal sealed class Replica
{
    private LeasedCopy? _copy;

    /// <summary>The copy, which may have run out; null while there is none.</summary>
    public LeasedCopy? Copy
    {
        get => Volatile.Read(ref _copy);
        set => Volatile.Write(ref _copy, value);
    }

    /// <summary>How often the owner has called the copy in. An answer to an older question is not kept.</summary>
    public int Drops { get; set; }

    /// <summary>The questions under way.</summary>
    public int Questions { get; set; }

    /// <summary>The question under way that others may wait for; null while there is none.</summary>
    public Task? Asking { get; set; }
}
