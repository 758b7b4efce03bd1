namespace HybridOrleans.Storage;

/// <summary>A store did not answer, and it is known that nothing was written. The call may be repeated.</summary>
[GenerateSerializer]
[Alias("hybrid.storage.unavailable")]
public sealed class StoreUnavailableException : OrleansException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What failed, in which store, the numbers, and the way out.</param>
    /// <param name="cause">The failure below.</param>
    public StoreUnavailableException(string message, Exception? cause = null)
        : base(message, cause!)
    {
    }
}
