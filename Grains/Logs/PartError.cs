namespace HybridOrleans.Grains.Logs;

/// <summary>What the caller of a batch is told when a part of it is stored and the rest is not.</summary>
internal enum PartError
{
    /// <summary>The error of the rest: its caller knows that what comes first may be stored.</summary>
    AsItIs,

    /// <summary>That the outcome of the batch is not known, so that it is repeated as a whole.</summary>
    AsUnknown,
}
