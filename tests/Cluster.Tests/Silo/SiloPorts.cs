using HybridOrleans.Cluster.Tests.Users;

namespace HybridOrleans.Cluster.Tests.Silo;

/// <summary>Where a silo listens on loopback.</summary>
internal sealed record SiloPorts(int Silo, int Gateway, int Http)
{
    public static SiloPorts Free() => new(FreePorts.Next(), FreePorts.Next(), FreePorts.Next());
}
