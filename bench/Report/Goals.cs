using System.Globalization;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Questions;

namespace HybridOrleans.Bench.Report;

/// <summary>The goals of the design that these questions answer.</summary>
internal static class Goals
{
    public const string AdoNet = "Orleans AdoNet";
    public const string Postgres = "HybridOrleans, PostgreSQL";
    public const string Json = "HybridOrleans, JSON";
    public const string Files = "tutorial files, not durable";
    public const string DurableFiles = "tutorial files, O_SYNC";

    private const double MegabytesMax = 2.5;
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(1.5);

    public static IEnumerable<Goal> Of(IReadOnlyList<Row> rows, Memory? memory, TimeSpan? start)
    {
        foreach (var row in rows)
        {
            if (Wanted(row) is { } wanted && RatioOf(row, rows) is { } ratio)
            {
                yield return new Goal(
                    $"{row.Question}, {row.Callers} callers", $"≥ {Times(wanted)} of the baseline", Times(ratio),
                    ratio >= wanted);
            }
        }

        if (memory is not null)
        {
            var megabytes = memory.ProfileBytes / 1_000_000;
            yield return new Goal(
                "memory of 1,000 active profiles of 1 KB", "≤ 2.5 MB",
                Invariant($"{megabytes:0.00} MB (bare grains: {memory.BareBytes / 1_000_000:0.00} MB)"),
                megabytes <= MegabytesMax);
        }

        if (start is { } time)
        {
            yield return new Goal(
                "start of a process to its first served call", "≤ 1.5 s", Invariant($"{time.TotalSeconds:0.00} s"),
                time <= StartMax);
        }
    }

    /// <summary>How many times the baseline of the same question and callers; null for a baseline itself.</summary>
    public static double? RatioOf(Row row, IReadOnlyList<Row> rows)
    {
        var baseline = row.Baseline ?? BaselineOf(row.Contender);
        return rows.FirstOrDefault(
            r => r.Contender == baseline && r.Question == row.Question && r.Callers == row.Callers) is { } other
            ? row.RatioTo(other)
            : null;
    }

    /// <summary>A goal that is a share of another contender's speed.</summary>
    public static Goal Share(Row row, Row baseline, double wanted)
    {
        var ratio = row.RatioTo(baseline);
        return new Goal(
            $"{row.Question}, {row.Callers} callers", $"≥ {Times(wanted)} of {baseline.Contender}", Times(ratio),
            ratio >= wanted);
    }

    public static string Times(double ratio)
        => ratio < 2 ? Invariant($"{ratio:0.0%}") : Invariant($"{ratio:0.0}×");

    private static string? BaselineOf(string contender) => contender switch
    {
        TierOneQuestion.Ours or TierOneQuestion.SameContract => TierOneQuestion.Baseline,
        Postgres => AdoNet,
        Json or Files => DurableFiles,
        _ => null,
    };

    private static double? Wanted(Row row) => (row.Contender, row.Question, row.Callers) switch
    {
        (TierOneQuestion.Ours, _, _) => 0.97,
        (Postgres, StoreQuestions.Read, 1) => 1,
        (Postgres, StoreQuestions.Read, _) => 4,
        (Postgres, _, 1) => 1,
        (Postgres, _, 32) => 3,
        (Postgres, _, 256) => 10,
        _ => null,
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
