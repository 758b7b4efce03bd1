using System.Runtime.InteropServices;

namespace HybridOrleans.Model.Tests.Engine;

/// <summary>Finds the words of a step by taking it again, so that the walk itself need not keep them.</summary>
internal sealed class StepNames<TState> : ISteps<TState>
    where TState : unmanaged
{
    private readonly TState _wanted;
    private string? _found;

    private StepNames(TState wanted) => _wanted = wanted;

    /// <summary>What leads from one state to another.</summary>
    public static string Between(IModel<TState> model, in TState from, in TState to)
    {
        var names = new StepNames<TState>(to);
        model.Explore(in from, names);
        return names._found ?? throw new InvalidOperationException(
            "No step leads from a state to the one that was reached from it: the model depends on something besides "
            + "the state.");
    }

    /// <inheritdoc/>
    public void Take(in TState next, string what, int who = -1)
    {
        var same = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in next, 1))
            .SequenceEqual(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in _wanted, 1)));
        if (same)
        {
            _found ??= who < 0 ? what : $"{(char)('A' + who)} {what}";
        }
    }
}
