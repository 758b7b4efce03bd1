using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>What a run over all components was, and what was wrong with it.</summary>
internal sealed record ComponentHistoryReport(
    int Seed, HistoryLog Log, IReadOnlyList<string> Faults, IReadOnlyList<MigrationOperator> Operators,
    IReadOnlyList<Violation> Violations)
{
    /// <summary>How often any component entered a phase.</summary>
    public int VisitsOf(MigrationPhase phase) => Operators.Sum(one => one.Visits.GetValueOrDefault(phase));

    /// <summary>Calls of documents, whose keys fit, that were answered.</summary>
    public int AnsweredDocuments(ActKind kind)
        => Log.Acts.Count(act => act.Kind == kind && act.Outcome == ActOutcome.Done);

    /// <summary>Calls of logs that were answered.</summary>
    public int AnsweredLogs(ActKind kind)
        => Log.LogActs.Count(act => act.Kind == kind && act.Outcome == ActOutcome.Done);

    public override string ToString()
    {
        var documents = Log.Acts.Select(act => $"{act.Kind} {act.Outcome}");
        var logs = Log.LogActs.Select(act => $"{act.Kind} {act.Outcome}");
        var visits = Enum.GetValues<MigrationPhase>().Select(phase => $"{phase} {VisitsOf(phase)}");
        return $"seed {Seed}: documents {Counted(documents)}; logs {Counted(logs)}; faults: {Counted(Faults)}; "
            + $"phases: {string.Join(", ", visits)}; {Violations.Count} violations. "
            + string.Join(Environment.NewLine, Violations.Take(10));
    }

    private static string Counted(IEnumerable<string> names)
        => string.Join(", ", names.GroupBy(n => n).OrderBy(n => n.Key).Select(n => $"{n.Key} {n.Count()}"));
}
