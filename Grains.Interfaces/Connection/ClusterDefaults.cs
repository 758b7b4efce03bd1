namespace HybridOrleans.Grains.Interfaces;

/// <summary>
/// What silo and client agree on when nobody configures anything, so that a bot finds the silo beside it.
/// </summary>
public static class ClusterDefaults
{
    /// <summary>The cluster that a silo forms and a client looks for.</summary>
    public const string ClusterId = "hybrid";

    /// <summary>
    /// The service that stays the same when a cluster is replaced by another one. Part of stored keys.
    /// </summary>
    public const string ServiceId = "hybrid";

    /// <summary>The port on which a silo listens for other silos.</summary>
    public const int SiloPort = 11111;

    /// <summary>The port on which a silo listens for clients.</summary>
    public const int GatewayPort = 30000;
}
