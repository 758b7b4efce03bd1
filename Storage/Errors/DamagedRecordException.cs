namespace HybridOrleans.Storage;

/// <summary>The stored bytes of a record are not what was written: edited by hand, or damaged.</summary>
/// <remarks>Nothing was overwritten. The message names the place and the way out.</remarks>
[GenerateSerializer]
[Alias("hybrid.storage.damaged-record")]
public sealed class DamagedRecordException : OrleansException
{
    /// <summary>Makes the error.</summary>
    public DamagedRecordException(string message, Exception? cause = null)
        : base(message, cause!)
    {
    }
}
