using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Settling;

public sealed class SettlingModelTests
{
    private static readonly (SettlingBounds Bounds, int StatesMin)[] Normal =
    [
        (new(Writes: 4, Seals: 2), 300_000),
    ];

    private static readonly (SettlingBounds Bounds, int StatesMin)[] Long =
    [
        (new(Writes: 5, Seals: 4), 1_000_000),
    ];

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Chosen.Length)];

    public static TheoryData<Mutant> Mutants => [.. SettlingModel.Mutants];

    private static (SettlingBounds Bounds, int StatesMin)[] Chosen => ModelRun.IsLong ? Long : Normal;

    [Theory]
    [MemberData(nameof(Runs))]
    public void Lost_answers_break_no_law_in_any_state(int run)
        => Proof.Holds(new SettlingModel(Mutant.None, Chosen[run].Bounds), Chosen[run].StatesMin);

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Settling_without_one_rule_is_refuted(Mutant mutant)
        => Proof.IsRefuted(Normal.Select(run => new SettlingModel(mutant, run.Bounds)));
}
