using HybridOrleans.TestKit.Network;

namespace HybridOrleans.TestKit.Processes;

/// <summary>Where a silo listens on loopback.</summary>
public sealed record SiloPorts(int Silo, int Gateway, int Http)
{
    public static SiloPorts Free() => new(FreePorts.Next(), FreePorts.Next(), FreePorts.Next());
}
