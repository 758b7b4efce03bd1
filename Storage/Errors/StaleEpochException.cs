using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage;

/// <summary>A store refused a call because the caller's view of the migration is older than its fence.</summary>
/// <remarks>Nothing was read or written. Refresh the view and repeat.</remarks>
[GenerateSerializer]
[Alias("hybrid.storage.stale-epoch")]
public sealed class StaleEpochException : OrleansException
{
    /// <summary>Makes the error.</summary>
    public StaleEpochException(string message)
        : base(message)
    {
    }

    internal static StaleEpochException Below(Component component, string store, Epoch epoch, Epoch lowest)
        => new($"The {store} store accepts '{component}' from epoch {lowest} on; the call came with epoch {epoch}. "
            + "Nothing was read or written. Refresh the view and repeat the call.");
}
