namespace HybridOrleans.TestKit.Network;

/// <summary>Which way a piece of bytes goes.</summary>
public enum ProxyDirection
{
    /// <summary>From the client to the server.</summary>
    ToServer,

    /// <summary>From the server to the client.</summary>
    ToClient,
}
