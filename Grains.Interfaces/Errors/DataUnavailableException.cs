namespace HybridOrleans.Grains.Interfaces;

/// <summary>The store did not answer, and nothing was written. The call may be repeated.</summary>
[GenerateSerializer]
[Alias("hybrid.unavailable")]
public sealed class DataUnavailableException : HybridException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What failed, the numbers, and the way out; never personal data.</param>
    /// <param name="cause">The failure below.</param>
    public DataUnavailableException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <inheritdoc/>
    public override bool MayBeRetried => true;
}
