using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Documents;

public sealed class DocumentsModelTests
{
    private static readonly (DocumentsBounds Bounds, int StatesMin)[] Normal =
    [
        (new(Epochs: 3, Versions: 7, Writes: 2, Outages: 1), 200_000),
    ];

    private static readonly (DocumentsBounds Bounds, int StatesMin)[] Long =
    [
        (new(Epochs: 4, Versions: 9, Writes: 3, Outages: 2), 1_000_000),
    ];

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Chosen.Length)];

    public static TheoryData<Mutant> Mutants => [.. DocumentsModel.Mutants];

    private static (DocumentsBounds Bounds, int StatesMin)[] Chosen => ModelRun.IsLong ? Long : Normal;

    [Theory]
    [MemberData(nameof(Runs))]
    public void Two_documents_break_no_law_in_any_state(int run)
        => Proof.Holds(new DocumentsModel(Mutant.None, Chosen[run].Bounds), Chosen[run].StatesMin);

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Two_documents_without_one_rule_are_refuted(Mutant mutant)
        => Proof.IsRefuted(Normal.Select(run => new DocumentsModel(mutant, run.Bounds)));
}
