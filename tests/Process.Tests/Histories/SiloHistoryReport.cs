using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>What a run was, and what was wrong with it.</summary>
internal sealed record SiloHistoryReport(
    int Seed, IReadOnlyCollection<Act> Acts, IReadOnlyList<string> Faults, MigrationOperator Operator,
    MigrationPhase EndedIn, IReadOnlyList<Violation> Violations)
{
    public int VisitsOf(MigrationPhase phase) => Operator.Visits.GetValueOrDefault(phase);

    public int CountOf(ActKind kind, ActOutcome outcome)
        => Acts.Count(act => act.Kind == kind && act.Outcome == outcome);

    public override string ToString()
    {
        var outcomes = Acts.GroupBy(act => $"{act.Kind} {act.Outcome}").OrderBy(group => group.Key)
            .Select(group => $"{group.Key} {group.Count()}");
        var faults = Faults.GroupBy(fault => fault).OrderBy(group => group.Key)
            .Select(group => $"{group.Key} {group.Count()}");
        var visits = Operator.Visits.OrderBy(visit => visit.Key).Select(visit => $"{visit.Key} {visit.Value}");
        return $"seed {Seed}: {Acts.Count} calls of {Acts.DistinctBy(act => act.Key).Count()} profiles "
            + $"({string.Join(", ", outcomes)}); faults: {string.Join(", ", faults)}; "
            + $"phases: {string.Join(", ", visits)}, at the end {EndedIn}; {Violations.Count} violations. "
            + string.Join(Environment.NewLine, Violations.Take(10));
    }
}
