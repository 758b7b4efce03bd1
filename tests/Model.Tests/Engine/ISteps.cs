namespace HybridOrleans.Model.Tests.Engine;

/// <summary>Takes the steps that a model finds possible.</summary>
internal interface ISteps<TState>
    where TState : unmanaged
{
    /// <summary>One step.</summary>
    /// <param name="next">The state after it.</param>
    /// <param name="what">What happened, in words for a trace. A constant: it is passed millions of times.</param>
    /// <param name="who">Which of several equal actors; -1 when there is only one.</param>
    void Take(in TState next, string what, int who = -1);
}
