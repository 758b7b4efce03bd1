namespace HybridOrleans.Grains.Interfaces;

/// <summary>A write was sent and its answer lost: it may have happened. Read again before you decide.</summary>
[GenerateSerializer]
[Alias("hybrid.outcome-unknown")]
public sealed class OutcomeUnknownException : HybridException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What failed, the numbers, and the way out; never personal data.</param>
    /// <param name="cause">The failure below.</param>
    public OutcomeUnknownException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <inheritdoc/>
    public override bool MayBeRetried => false;
}
