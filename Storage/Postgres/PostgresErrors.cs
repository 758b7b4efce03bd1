using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres;

/// <summary>Turns failures of the driver and the server into the errors of a store.</summary>
internal sealed class PostgresErrors(string place, TimeSpan limit)
{
    private const string NothingWritten = "Nothing was written; the call may be repeated.";

    /// <summary>The store as a message names it.</summary>
    public string Store => $"PostgreSQL at {place}";

    /// <summary>The server said ERROR: the statement and its transaction were rolled back.</summary>
    /// <remarks>FATAL does not count: a server that shuts down may say it after the commit.</remarks>
    public static bool IsRolledBack(Exception error)
        => error is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>True when the fault may lie in one row, so that the others deserve another try without it.</summary>
    public static bool MayBeOneRow(Exception error)
        => error is PostgresException server && server.SqlState is not (
            PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction)
            && !server.SqlState.StartsWith("53", StringComparison.Ordinal);

    /// <summary>True when the server could not bring a row: data (22), limits (54), damage (XX).</summary>
    public static bool IsOfOneRow(PostgresException error)
        => IsRolledBack(error) && error.SqlState[..2] is "22" or "54" or "XX";

    public DamagedRecordException Damaged(Component component, string key, string reason, Exception error)
        => new($"Row '{component}/{key}' of PostgreSQL at {place} holds what this store does not write ({reason}): it "
            + "was changed by hand, or its bytes are damaged. Restore the row, or write a new body with the next "
            + "revision.", error);

    /// <summary>An error of a row alone, known to be rolled back.</summary>
    public Exception OfRow(Component component, Exception error)
    {
        var server = (PostgresException)error;

        // Data (22), limits (54) and constraints (23) fail each time: the caller must not repeat them.
        return server.SqlState[..2] is "22" or "23" or "54"
            ? new InvalidRecordException(
                $"PostgreSQL at {place} refused a record of '{component}' (SQLSTATE {server.SqlState}). Nothing was "
                + "written. Look for constraints or triggers that were added to the table.", error)
            : NotWritten($"PostgreSQL at {place} refused a write of '{component}' (SQLSTATE {server.SqlState})", error);
    }

    public Exception NotReached(Exception error)
        => error as StoreUnavailableException
            ?? NotWritten($"PostgreSQL at {place} could not be reached within {limit.TotalSeconds:0.###} s. "
                + "Check that it runs and accepts connections of this role", error);

    public StoreUnavailableException Refused(Component component, Exception error)
        => NotWritten($"PostgreSQL at {place} refused a write of '{component}'"
            + $" (SQLSTATE {(error as PostgresException)?.SqlState ?? "none"})", error);

    public StoreUnavailableException NotSentInTime(Component component, Exception? error = null)
        => NotWritten($"A call of '{component}' waited {limit.TotalSeconds:0.###} s for its turn at PostgreSQL at "
            + $"{place} and was not sent. Check the load of the server, or raise 'OperationTimeout'", error);

    public StoreUnavailableException ReadFailed(Component component, Exception error)
        => new($"Reading '{component}' from PostgreSQL at {place} failed or took longer than "
            + $"{limit.TotalSeconds:0.###} s. Nothing is known about the record; the read may be repeated.", error);

    public StoreUnavailableException FenceMissing(Component component)
        => new($"PostgreSQL at {place} has no fence for '{component}' (table 'fences'), so nothing of it is read or "
            + "written: the database may be restored in part or changed by hand. Restore the row with the epoch of the "
            + "component.");

    public StoreUnavailableException MonthsFailed(string what, Exception error)
        => new($"The months of the events in PostgreSQL at {place} were not {what} within "
            + $"{limit.TotalSeconds:0.###} s, or are not known to be (SQLSTATE "
            + $"{(error as PostgresException)?.SqlState ?? "none"}). Repeat the call.", error);

    /// <summary>A list of keys that left a month out in silence would be wrong.</summary>
    public StoreUnavailableException WalkWithoutMonths(string months)
        => new($"The events in PostgreSQL at {place} are not all there to be listed: {months} detached. Put the months "
            + "back ('hybrid analytics months attach'), or drop their tables for good.");

    /// <summary>The month in the key of an event was taken away: nothing can be said of it.</summary>
    public StoreUnavailableException MonthDetached(string key)
    {
        var month = key.Split('/') is [_, var second, ..] ? second : "";
        return new($"The events of {month} are detached from PostgreSQL at {place}: they are neither read nor written. "
            + $"'hybrid analytics months attach {month}' puts them back.");
    }

    public OutcomeUnknownException Unknown(Component component, Exception? error = null)
        => new($"A write of '{component}' was sent to PostgreSQL at {place}, and its answer was lost or did not come "
            + $"within {limit.TotalSeconds:0.###} s: it may have happened. Repeat it with the same write id, or read "
            + "the record again.", error);

    public StoreUnavailableException FenceNotRaised(Component component, Exception error)
        => new($"Raising the fence of '{component}' in PostgreSQL at {place} failed or took longer than "
            + $"{limit.TotalSeconds:0.###} s; it may have risen. Repeat the call.", error);

    /// <summary>Says what is known of copies whose answers did not come.</summary>
    public StoreUnavailableException NotCopied(Component component, Exception error)
        => error as StoreUnavailableException
            ?? new($"Copies of '{component}' were not all brought into PostgreSQL at {place}: it failed or took longer "
                + $"than {limit.TotalSeconds:0.###} s. Some may be in; repeat the call.", error);

    public StoreUnavailableException ListFailed(Component component, string what, Exception error)
        => new($"The list of changed keys of '{component}' in PostgreSQL at {place} was not {what} within "
            + $"{limit.TotalSeconds:0.###} s, or is not known to be. Repeat the call.", error);

    public StoreUnavailableException DivergencesFailed(Component component, string what, Exception error)
        => new($"The table of divergences of '{component}' in PostgreSQL at {place} was not {what} within "
            + $"{limit.TotalSeconds:0.###} s, or is not known to be. Repeat the call.", error);

    public StoreUnavailableException NotCut(Exception error)
        => new($"The connections to PostgreSQL at {place} were not all ended. Check that the server answers and that "
            + "its role may end its own sessions (pg_signal_backend for those of another role).", error);

    public StoreUnavailableException DocumentFailed(Component component, string what, Exception error)
        => new($"The migration document of '{component}' in PostgreSQL at {place} was not {what} within "
            + $"{limit.TotalSeconds:0.###} s, or is not known to be. Read it and look.", error);

    public StoreUnavailableException QuarantineFailed(Exception error)
        => error as StoreUnavailableException
            ?? new($"The quarantine in PostgreSQL at {place} {Happened(error)}.", error);

    public static StoreUnavailableException Closed()
        => new("The PostgreSQL store is closed. " + NothingWritten);

    private string Happened(Exception error)
    {
        const string NotKnown = "An item that was to be kept is not known to be: keep its bytes and repeat the call";
        return error switch
        {
            OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } =>
                $"did not answer within {limit.TotalSeconds:0.###} s. {NotKnown}",
            PostgresException server when IsRolledBack(server) =>
                $"refused a call (SQLSTATE {server.SqlState}). Nothing was kept: keep the bytes, look for the reason "
                + "in the log of the server, and repeat the call",
            PostgresException server => $"ended the connection (SQLSTATE {server.SqlState}). {NotKnown}",
            _ => $"could not be reached, or the connection was lost. {NotKnown}",
        };
    }

    private static StoreUnavailableException NotWritten(string what, Exception? error)
        => new($"{what}. {NothingWritten}", error);
}
