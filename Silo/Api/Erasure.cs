using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>How far an erasure is.</summary>
/// <param name="State"><c>none</c>, <c>open</c> or <c>complete</c>.</param>
/// <param name="Done">The parts that are confirmed.</param>
/// <param name="Open">The parts that are not, each with what it waits for; they are carried on by themselves.</param>
internal sealed record Erasure(string State, IReadOnlyList<string> Done, IReadOnlyDictionary<string, string> Open)
{
    public static Erasure Of(ErasureReceipt receipt) => new(
        receipt.State.ToString().ToLowerInvariant(),
        receipt.Done,
        receipt.Open.DistinctBy(o => o.Step).ToDictionary(o => o.Step, o => o.Why));
}
