namespace HybridOrleans.Silo.Api;

/// <summary>What a lost answer means.</summary>
internal enum CallKind
{
    /// <summary>Nothing: the call changes nothing, and may be repeated.</summary>
    Read,

    /// <summary>The change may have happened.</summary>
    Write,

    /// <summary>The change may have happened, and the call may be repeated: the second one finds it done.</summary>
    Repeatable,
}
