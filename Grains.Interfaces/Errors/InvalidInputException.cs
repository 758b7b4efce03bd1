namespace HybridOrleans.Grains.Interfaces;

/// <summary>An id, a key or a body that is not acceptable. No store was asked and nothing was written.</summary>
[GenerateSerializer]
[Alias("hybrid.invalid-input")]
public sealed class InvalidInputException : HybridException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What failed, the numbers, and the way out; never personal data.</param>
    /// <param name="cause">The failure below.</param>
    public InvalidInputException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <inheritdoc/>
    public override bool MayBeRetried => false;
}
