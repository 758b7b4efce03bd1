namespace HybridOrleans.Client;

/// <summary>Whether this process reaches the cluster.</summary>
public enum ConnectionState
{
    /// <summary>Not yet connected; connecting is tried again with growing pauses.</summary>
    Connecting = 0,

    /// <summary>At least one silo answers.</summary>
    Connected = 1,

    /// <summary>The connection was lost; it comes back by itself when a silo answers.</summary>
    Lost = 2,
}
