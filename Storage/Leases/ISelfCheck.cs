namespace HybridOrleans.Storage.Leases;

/// <summary>What a process looks at again and again to know that others still count on it.</summary>
/// <remarks>Safe for many callers at once. Reading it asks nobody.</remarks>
public interface ISelfCheck
{
    /// <summary>
    /// The monotonic time at which the newest look that found all well began, before anybody was asked; null when no
    /// look has found that, or the newest one says the opposite.
    /// </summary>
    long? GoodAt { get; }
}
