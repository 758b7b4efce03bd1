namespace HybridOrleans.TestKit.Model;

/// <summary>One step of a random run.</summary>
public enum OperationKind
{
    /// <summary>Reads a key.</summary>
    Read,

    /// <summary>Writes a key at the revision that stands.</summary>
    Write,

    /// <summary>Writes a key at another revision.</summary>
    WriteStale,

    /// <summary>Deletes a key at the revision that stands.</summary>
    Delete,

    /// <summary>Deletes a key at another revision.</summary>
    DeleteStale,

    /// <summary>Sends the last write of a key again, whatever came of it.</summary>
    Repeat,

    /// <summary>Sends the last write of a key again under a fresh write id.</summary>
    Imitate,

    /// <summary>Raises the fence by one.</summary>
    RaiseFence,

    /// <summary>Asks for a fence below the one that stands.</summary>
    LowerFence,

    /// <summary>Reads a key with an epoch below the fence.</summary>
    ReadBelowFence,

    /// <summary>Writes a key with an epoch below the fence.</summary>
    WriteBelowFence,

    /// <summary>Walks all keys.</summary>
    Walk,

    /// <summary>Closes the store and opens it again.</summary>
    Reopen,
}
