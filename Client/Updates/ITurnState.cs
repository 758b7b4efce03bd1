using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>A state that a turn has loaded.</summary>
internal interface ITurnState
{
    /// <summary>What the handler made of it; null when it is as it was.</summary>
    /// <exception cref="InvalidInputException">It is too large.</exception>
    StateChange? Change();
}
