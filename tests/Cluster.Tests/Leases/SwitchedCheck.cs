using HybridOrleans.Storage.Leases;

namespace HybridOrleans.Cluster.Tests.Leases;

/// <summary>A look at itself that finds a silo well as long as the test wants.</summary>
public sealed class SwitchedCheck(TimeProvider time) : ISelfCheck
{
    public bool IsGood { get; set; } = true;

    public long? GoodAt => IsGood ? time.GetTimestamp() : null;
}
