using System.Data.Common;
using System.Text;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using Orleans.Storage;
using OutcomeUnknownException = HybridOrleans.Grains.Interfaces.OutcomeUnknownException;
using StorageOutcomeUnknownException = HybridOrleans.Storage.OutcomeUnknownException;

namespace HybridOrleans.Grains.Errors;

/// <summary>Turns the errors of the stores into those that a bot knows.</summary>
/// <remarks>
/// The cause does not travel: a client has neither our storage assembly nor the driver's, and could not read it.
/// Whoever translates logs the cause on the silo, and the message tells the caller all that is known.
/// </remarks>
internal static class StorageErrors
{
    /// <summary>True when the store said, by this error, that it wrote nothing.</summary>
    public static bool NothingWasWritten(Exception error) => error
        is StoreUnavailableException or StaleEpochException or DamagedRecordException or InvalidRecordException
        or InconsistentStateException;

    /// <summary>The error for a caller whose read failed.</summary>
    public static HybridException OfRead(Exception error) => error switch
    {
        HybridException known => known,
        DamagedRecordException => new DataDamagedException(error.Message),
        InvalidRecordException => new InvalidInputException(error.Message),
        _ => new DataUnavailableException(error is OrleansException
            ? error.Message
            : $"The store failed with {error.GetType().Name}. The silo's log has the cause. Repeat the call later."),
    };

    /// <summary>The error for a caller whose write failed, or whose answer was lost.</summary>
    public static HybridException OfWrite(Exception error) => error switch
    {
        _ when NothingWasWritten(error) => OfRead(error),
        HybridException known => known,
        StorageOutcomeUnknownException => new OutcomeUnknownException(error.Message),
        _ => new OutcomeUnknownException(
            $"The store failed with {error.GetType().Name} in the middle of a write, which may have happened. "
            + "The silo's log has the cause. Read again before you decide."),
    };

    /// <summary>
    /// The types and codes of an error and its causes, without messages: those may name a file, and so a user.
    /// </summary>
    public static string Describe(Exception error)
    {
        var text = new StringBuilder();
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            text.Append(text.Length == 0 ? "" : " <- ").Append(cause.GetType().Name);
            var code = cause is DbException { SqlState: { } state } ? state : null;
            text.Append(code is null ? "" : $" {code}").Append(cause is IOException ? $" 0x{cause.HResult:x8}" : "");
        }

        return text.ToString();
    }
}
