using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Debt;

public sealed class DebtModelTests
{
    private static readonly (DebtBounds Bounds, int StatesMin)[] Normal =
    [
        (new(Silos: 1, Walks: 1, Writes: 2, Generations: 3, Starts: 1), 100_000),
        (new(Silos: 1, Walks: 2, Writes: 1, Generations: 2, Starts: 2), 900_000),
        (new(Silos: 2, Walks: 1, Writes: 1, Generations: 2, Starts: 1), 250_000),
    ];

    private static readonly (DebtBounds Bounds, int StatesMin)[] Long =
    [
        (new(Silos: 2, Walks: 1, Writes: 2, Generations: 3, Starts: 1), 1_000_000),
        (new(Silos: 1, Walks: 2, Writes: 2, Generations: 2, Starts: 2), 1_000_000),
    ];

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Chosen.Length)];

    public static TheoryData<Mutant> Mutants => [.. DebtModel.Mutants];

    private static (DebtBounds Bounds, int StatesMin)[] Chosen => ModelRun.IsLong ? Long : Normal;

    [Theory]
    [MemberData(nameof(Runs))]
    public void Debt_and_lease_break_no_law_in_any_state(int run)
        => Proof.Holds(new DebtModel(Mutant.None, Chosen[run].Bounds), Chosen[run].StatesMin);

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Debt_or_lease_without_one_rule_is_refuted(Mutant mutant)
        => Proof.IsRefuted(Normal.Select(run => new DebtModel(mutant, run.Bounds)));
}
