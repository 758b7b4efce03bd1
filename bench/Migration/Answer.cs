using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Report;

namespace HybridOrleans.Bench.Migration;

/// <summary>What a question gave.</summary>
/// <param name="Rows">Lines of the table.</param>
/// <param name="Goals">What they say about the goals.</param>
internal sealed record Answer(IReadOnlyList<Row> Rows, IReadOnlyList<Goal> Goals);
