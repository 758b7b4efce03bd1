using HybridOrleans.Client;

namespace HybridOrleans.Cluster.Tests.Updates;

[SessionState("counter")]
public sealed class Counter
{
    public int Count { get; set; }

    public List<long> Seen { get; init; } = [];
}
