using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage;

/// <summary>A key or a body that no store accepts. Nothing was written, and no store was asked.</summary>
/// <remarks>The message says what is wrong and never quotes the input, which may be personal.</remarks>
[GenerateSerializer]
[Alias("hybrid.storage.invalid-record")]
public sealed class InvalidRecordException : OrleansException
{
    /// <summary>Makes the error.</summary>
    public InvalidRecordException(string message, Exception? cause = null)
        : base(message, cause!)
    {
    }

    internal static InvalidRecordException Key(string reason, Exception? cause = null)
        => new($"The key is refused: {reason}. Nothing was written.", cause);

    internal static InvalidRecordException Body(string reason, Exception? cause = null)
        => new($"The body is refused: {reason}. Nothing was written.", cause);

    internal static InvalidRecordException BodyTooLarge(int bytes)
        => Body($"it has {bytes:N0} bytes, and at most {RecordBody.BytesMax:N0} are allowed");
}
