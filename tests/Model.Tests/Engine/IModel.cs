namespace HybridOrleans.Model.Tests.Engine;

/// <summary>A protocol as a set of states and the steps between them.</summary>
/// <typeparam name="TState">Bytes only, so that two states are equal when their bytes are.</typeparam>
internal interface IModel<TState>
    where TState : unmanaged
{
    /// <summary>Where everything begins.</summary>
    TState Initial { get; }

    /// <summary>Takes every step that is possible in a state.</summary>
    void Explore(in TState state, ISteps<TState> steps);

    /// <summary>The law that a state breaks, or <see cref="Law.None"/>.</summary>
    Law BrokenIn(in TState state);
}
