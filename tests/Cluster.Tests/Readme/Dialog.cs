using HybridOrleans.Client;

namespace HybridOrleans.Cluster.Tests.Readme;

/// <summary>What the sample remembers of a talk.</summary>
[SessionState("dialog")]
internal sealed class Dialog
{
    public int Answers { get; set; }
}
