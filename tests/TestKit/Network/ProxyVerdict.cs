namespace HybridOrleans.TestKit.Network;

/// <summary>What a <see cref="TcpProxy"/> does with a piece of bytes.</summary>
public enum ProxyVerdict
{
    /// <summary>It goes on.</summary>
    Pass,

    /// <summary>It is lost, and the connection is closed at both ends.</summary>
    Cut,

    /// <summary>It goes on, and then the connection is closed at both ends.</summary>
    PassThenCut,

    /// <summary>It is held, and this direction stays silent while the connection stays open.</summary>
    Freeze,

    /// <summary>Half of it goes on and the rest is held: the other end waits in the middle of something.</summary>
    FreezeMiddle,
}
