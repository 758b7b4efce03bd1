namespace HybridOrleans.Storage;

/// <summary>A write was sent and its answer lost: it may have happened, or may still happen.</summary>
/// <remarks>Read the record again before you decide. An activation that sees this error deactivates itself.</remarks>
[GenerateSerializer]
[Alias("hybrid.storage.outcome-unknown")]
public sealed class OutcomeUnknownException : OrleansException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What was sent to which store, and how long the outcome was asked for.</param>
    /// <param name="cause">The failure below.</param>
    public OutcomeUnknownException(string message, Exception? cause = null)
        : base(message, cause!)
    {
    }
}
