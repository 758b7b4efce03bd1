namespace HybridOrleans.TestKit.Faults;

/// <summary>What goes wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The store says at once that it did nothing.</summary>
    Unavailable,

    /// <summary>The write never arrives, and its outcome is unknown to the caller.</summary>
    LoseRequest,

    /// <summary>The write happens, and its outcome is unknown to the caller.</summary>
    LoseAnswer,

    /// <summary>The outcome is unknown at once; the write happens after the fault is released.</summary>
    ArriveLate,

    /// <summary>The call waits until the fault is released, and then goes on as if nothing had been.</summary>
    Hold,
}
