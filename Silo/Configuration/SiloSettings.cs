using System.Net;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Membership;

namespace HybridOrleans.Silo.Configuration;

/// <summary>Where a silo listens and which cluster it belongs to. Read once, at start.</summary>
internal sealed record SiloSettings
{
    /// <summary>The address of the silo and gateway ports. 127.0.0.1.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The port for other silos. 11111; from 1 to 65535, and not the gateway's.</summary>
    public int SiloPort { get; init; } = ClusterDefaults.SiloPort;

    /// <summary>The port for clients. 30000; from 1 to 65535.</summary>
    public int GatewayPort { get; init; } = ClusterDefaults.GatewayPort;

    /// <summary>Where health and dashboard are served. http://127.0.0.1:8080.</summary>
    public required Uri HttpUrl { get; init; }

    /// <summary>The cluster to form or join. <c>hybrid</c>.</summary>
    public string ClusterId { get; init; } = ClusterDefaults.ClusterId;

    /// <summary>The service; part of the keys of other applications' grains. <c>hybrid</c>.</summary>
    public string ServiceId { get; init; } = ClusterDefaults.ServiceId;

    /// <summary>
    /// The first silo of several on one machine, which all of them name; null for a silo that is alone.
    /// </summary>
    public IPEndPoint? PrimarySilo { get; init; }

    /// <summary>Redis that holds the membership of the cluster; null for a cluster on one machine.</summary>
    public RedisSettings? Redis { get; init; }

    /// <summary>
    /// How long a silo of the cluster waits for the answer of another one, at first. One second; from 200
    /// milliseconds to 1 minute. All that decides about dead silos follows it, see <see cref="MembershipTuning"/>.
    /// </summary>
    public TimeSpan ProbeTimeout { get; init; } = MembershipTuning.ProbeTimeout;

    /// <summary>
    /// Whether this silo ends a process of the same machine that was declared dead and still holds a lock of the JSON
    /// root. True.
    /// </summary>
    public bool EndDeadLockHolders { get; init; } = true;

    /// <summary>Whether the Orleans dashboard is served. True.</summary>
    public bool Dashboard { get; init; } = true;

    /// <summary>
    /// Whether the silo stops when its standard input ends, so that it never outlives what started it. False.
    /// </summary>
    public bool StopWithInput { get; init; }

    /// <summary>Whether a private PostgreSQL is started. <see cref="EmbeddedMode.Auto"/>.</summary>
    public EmbeddedMode EmbeddedPostgres { get; init; }

    /// <summary>True when other silos may belong to the same cluster.</summary>
    public bool IsClustered => Redis is not null || PrimarySilo is not null;
}
