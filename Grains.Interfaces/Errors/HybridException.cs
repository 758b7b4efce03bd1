namespace HybridOrleans.Grains.Interfaces;

/// <summary>
/// The errors that a bot can meet. Each type says what is known and whether the call may be repeated.
/// </summary>
[GenerateSerializer]
[Alias("hybrid.exception")]
public abstract class HybridException : OrleansException
{
    /// <summary>Makes the error.</summary>
    protected HybridException(string message, Exception? cause)
        : base(message, cause!)
    {
    }

    /// <summary>True when the same call, repeated later, can succeed and cannot do harm.</summary>
    public abstract bool MayBeRetried { get; }
}
