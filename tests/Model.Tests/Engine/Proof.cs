using System.Diagnostics;

namespace HybridOrleans.Model.Tests.Engine;

/// <summary>What every model must show.</summary>
internal static class Proof
{
    /// <summary>The protocol as it is breaks no law in any state, and there are many states.</summary>
    public static void Holds<TState>(IModel<TState> model, int statesMin)
        where TState : unmanaged
    {
        var found = Explore(model);
        Assert.True(found.Broken == Law.None, $"The protocol breaks a law:\n{found}");
        Assert.True(
            found.States >= statesMin,
            $"Only {found.States} states were reached, {statesMin} are expected: steps are missing from the model.");
    }

    /// <summary>
    /// The protocol without one rule breaks a law within one of several bounds; the shortest way within the first such
    /// goes to the test's output.
    /// </summary>
    public static void IsRefuted<TState>(IEnumerable<IModel<TState>> models)
        where TState : unmanaged
    {
        var states = 0;
        foreach (var model in models)
        {
            var found = Explore(model);
            states += found.States;
            if (found.Broken != Law.None)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(found.ToString());
                return;
            }
        }

        Assert.Fail($"{states} states without a broken law: the rule is not needed, or the model cannot see it.");
    }

    private static Exploration Explore<TState>(IModel<TState> model)
        where TState : unmanaged
    {
        var started = Stopwatch.GetTimestamp();
        var found = Explorer<TState>.Run(model, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{found.States} states, {found.Steps} steps, {found.Trace.Count} in the trace, "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        return found;
    }
}
