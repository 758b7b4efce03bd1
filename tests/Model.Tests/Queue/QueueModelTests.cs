using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Queue;

public sealed class QueueModelTests
{
    private static readonly (QueueBounds Bounds, int StatesMin)[] Normal =
    [
        (new(Writes: 4, Breaks: 1), 79_000),
    ];

    private static readonly (QueueBounds Bounds, int StatesMin)[] Long =
    [
        (new(Writes: 6, Breaks: 2), 79_000),
    ];

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Chosen.Length)];

    public static TheoryData<Mutant> Mutants => [.. QueueModel.Mutants];

    private static (QueueBounds Bounds, int StatesMin)[] Chosen => ModelRun.IsLong ? Long : Normal;

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_list_of_changes_breaks_no_law_in_any_state(int run)
        => Proof.Holds(new QueueModel(Mutant.None, Chosen[run].Bounds), Chosen[run].StatesMin);

    [Theory]
    [MemberData(nameof(Mutants))]
    public void The_list_of_changes_without_one_rule_is_refuted(Mutant mutant)
        => Proof.IsRefuted(Normal.Select(run => new QueueModel(mutant, run.Bounds)));
}
