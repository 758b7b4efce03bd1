namespace HybridOrleans.TestKit.Model.Logs;

/// <summary>One step of a random run on a log.</summary>
public enum LogOperationKind
{
    /// <summary>Appends new entries until each is acknowledged.</summary>
    Append,

    /// <summary>Appends an entry again that was appended before.</summary>
    Redeliver,

    /// <summary>Both holders append at once.</summary>
    AppendBeside,

    /// <summary>One holder appends and the other deletes all, at once.</summary>
    DeleteBeside,

    /// <summary>The request of an append arrives only after others have gone on.</summary>
    AppendLate,

    /// <summary>Deletes all, until it is acknowledged.</summary>
    Delete,

    /// <summary>Deletes below a number, until it is acknowledged.</summary>
    DeleteBelow,

    /// <summary>A holder dies, and a new one knows nothing.</summary>
    Crash,
}
