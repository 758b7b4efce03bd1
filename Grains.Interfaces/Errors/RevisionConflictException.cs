namespace HybridOrleans.Grains.Interfaces;

/// <summary>The profile is not at the revision that the caller expected. Nothing was written.</summary>
[GenerateSerializer]
[Alias("hybrid.revision-conflict")]
public sealed class RevisionConflictException : HybridException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What failed, the numbers, and the way out; never personal data.</param>
    /// <param name="cause">The failure below.</param>
    public RevisionConflictException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <inheritdoc/>
    public override bool MayBeRetried => false;
}
