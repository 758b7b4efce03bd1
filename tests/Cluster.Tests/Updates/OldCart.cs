using HybridOrleans.Client;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>The first version of a state, as an older instance of the bot knows it.</summary>
[SessionState("cart")]
public sealed class OldCart
{
    public string Item { get; set; } = "";
}
