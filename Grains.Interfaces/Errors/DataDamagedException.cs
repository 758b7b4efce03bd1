namespace HybridOrleans.Grains.Interfaces;

/// <summary>The stored bytes are not what was written: edited by hand, or damaged. Nothing was overwritten.</summary>
[GenerateSerializer]
[Alias("hybrid.damaged")]
public sealed class DataDamagedException : HybridException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What failed, the numbers, and the way out; never personal data.</param>
    /// <param name="cause">The failure below.</param>
    public DataDamagedException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <inheritdoc/>
    public override bool MayBeRetried => false;
}
