namespace HybridOrleans.Grains.Interfaces;

/// <summary>What became of a commit.</summary>
[GenerateSerializer]
[Alias("hybrid.commit-state")]
public enum CommitState
{
    /// <summary>Everything in it is durable.</summary>
    Committed,

    /// <summary>The update or follow-up was handled before. Nothing was changed.</summary>
    AlreadyHandled,

    /// <summary>Somebody else changed a state meanwhile. Nothing was changed: handle the update again.</summary>
    Conflict,

    /// <summary>The turn had ended. Nothing was changed: ask for a new one.</summary>
    TurnLost,
}
