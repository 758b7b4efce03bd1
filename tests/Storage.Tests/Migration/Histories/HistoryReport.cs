using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>What a run was, and what was wrong with it.</summary>
internal sealed record HistoryReport(
    int Seed, IReadOnlyCollection<Act> Acts, IReadOnlyList<string> Faults, MigrationDriver Driver, Phase EndedIn,
    IReadOnlyList<Violation> Violations)
{
    public int VisitsOf(Phase phase) => Driver.Visits.GetValueOrDefault(phase);

    public override string ToString()
    {
        var outcomes = Acts.GroupBy(act => $"{act.Kind} {act.Outcome}").OrderBy(group => group.Key)
            .Select(group => $"{group.Key} {group.Count()}");
        var faults = Faults.GroupBy(fault => fault).OrderBy(group => group.Key)
            .Select(group => $"{group.Key} {group.Count()}");
        var visits = Driver.Visits.OrderBy(visit => visit.Key).Select(visit => $"{visit.Key} {visit.Value}");
        return $"seed {Seed}: {Acts.Count} acts ({string.Join(", ", outcomes)}); faults: {string.Join(", ", faults)}; "
            + $"phases: {string.Join(", ", visits)}, at the end {EndedIn}; {Driver.Takeovers} takeovers; "
            + $"{Violations.Count} violations. {string.Join(Environment.NewLine, Violations.Take(10))}";
    }
}
