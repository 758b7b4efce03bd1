namespace HybridOrleans.Client;

/// <summary>What handling an update has come to.</summary>
public enum UpdateOutcome
{
    /// <summary>It was handled now, and everything that it changed is durable.</summary>
    Handled,

    /// <summary>It was handled before; the handler changed nothing.</summary>
    AlreadyHandled,
}
