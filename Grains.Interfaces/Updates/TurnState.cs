namespace HybridOrleans.Grains.Interfaces;

/// <summary>Whether a turn was given.</summary>
[GenerateSerializer]
[Alias("hybrid.turn-state")]
public enum TurnState
{
    /// <summary>Another one has its turn; ask again with the same ticket.</summary>
    Waiting,

    /// <summary>The caller has the turn until its lease ends.</summary>
    Given,

    /// <summary>The update or follow-up was handled before; there is nothing to do.</summary>
    AlreadyHandled,
}
