namespace HybridOrleans.Model.Tests.Engine;

/// <summary>What came of exploring a model.</summary>
/// <param name="States">Different states that were reached.</param>
/// <param name="Steps">Steps between them that were taken.</param>
/// <param name="Broken">The law that was broken first, or <see cref="Law.None"/>.</param>
/// <param name="Trace">A shortest way to break it, one step a line; empty when none was broken.</param>
internal sealed record Exploration(int States, long Steps, Law Broken, IReadOnlyList<string> Trace)
{
    /// <summary>The counter-example with numbered steps, and the law that it breaks.</summary>
    public override string ToString()
        => string.Join('\n', Trace.Select((step, i) => $"{i + 1,3}. {step}").Append($"  => {Broken}"));
}
