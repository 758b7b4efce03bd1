using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Core;

public sealed class CoreModelTests
{
    private static readonly (CoreBounds Bounds, int StatesMin)[] Normal =
    [
        (new(Epochs: 1, Writes: 1, Outages: 1, Edits: 1, HasOff: true), 100_000),
        (new(Epochs: 2, Writes: 1, Outages: 1, Edits: 0, HasOff: false), 900_000),
        (new(Epochs: 1, Writes: 2, Outages: 0, Edits: 1, HasOff: false), 1_000_000),
        (new(Epochs: 2, Writes: 2, Outages: 0, Edits: 0, HasOff: false), 3_500_000),
    ];

    private static readonly (CoreBounds Bounds, int StatesMin)[] Long =
    [
        (new(Epochs: 2, Writes: 2, Outages: 1, Edits: 0, HasOff: true), 5_000_000),
        (new(Epochs: 3, Writes: 2, Outages: 0, Edits: 0, HasOff: false), 5_000_000),
    ];

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Chosen.Length)];

    public static TheoryData<Mutant> Mutants => [.. CoreModel.Mutants];

    private static (CoreBounds Bounds, int StatesMin)[] Chosen => ModelRun.IsLong ? Long : Normal;

    [Theory]
    [MemberData(nameof(Runs))]
    public void Routing_and_switching_break_no_law_in_any_state(int run)
        => Proof.Holds(new CoreModel(Mutant.None, Chosen[run].Bounds), Chosen[run].StatesMin);

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Routing_or_switching_without_one_rule_is_refuted(Mutant mutant)
        => Proof.IsRefuted(Normal.Select(run => new CoreModel(mutant, run.Bounds)));
}
