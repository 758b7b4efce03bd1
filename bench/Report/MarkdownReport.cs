using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using HybridOrleans.Bench.Measuring;

namespace HybridOrleans.Bench.Report;

/// <summary>The tables of a run.</summary>
internal sealed class MarkdownReport(Arguments arguments, TimeProvider time)
{
    public string Write(IReadOnlyList<Row> rows, IEnumerable<Goal> goals)
    {
        var text = new StringBuilder();
        Line(text, "# Benchmarks");
        Line(text, "");
        Line(text, $"Measured on {time.GetUtcNow():yyyy-MM-dd} by `dotnet run -c Release --project bench -- "
            + $"{arguments.What}`: {Machine()}. Bodies of 1 KB; {arguments.Rounds} rounds of "
            + $"{arguments.Duration.TotalSeconds:0} s each, in which the contenders take turns; every figure is the "
            + "median of the rounds. PostgreSQL runs on the same machine with `fsync` and `synchronous_commit` on, and "
            + "the JSON store flushes before it acknowledges. Cold reads go to the store, which answers from the page "
            + "cache. Ratios count, not absolute numbers: the callers, the silo and the server share the processors.");
        if (LoadAverage() is { } load)
        {
            Line(text, "");
            Line(text, $"Load average at the end: {load}. Far above the number of processors it means that other work "
                + "was running, which costs most where many processes must meet: writes to PostgreSQL.");
        }

        Goals(text, goals);
        Table(text, rows);
        Notes(text);
        return text.ToString();
    }

    private static void Goals(StringBuilder text, IEnumerable<Goal> goals)
    {
        Line(text, "");
        Line(text, "| Goal | Wanted | Measured | Reached |");
        Line(text, "|---|---|---|---|");
        foreach (var goal in goals)
        {
            Line(text, $"| {goal.What} | {goal.Wanted} | {goal.Measured} | {(goal.Met ? "yes" : "**no**")} |");
        }
    }

    private static void Table(StringBuilder text, IReadOnlyList<Row> rows)
    {
        Line(text, "");
        Line(text, "| Question | Callers | Contender | Per second | Ratio | p50 ms | p99 ms | KB allocated each "
            + "| µs processor each |");
        Line(text, "|---|--:|---|--:|--:|--:|--:|--:|--:|");
        foreach (var row in rows)
        {
            var ratio = Report.Goals.RatioOf(row, rows) is { } r ? Report.Goals.Times(r) : "baseline";
            var m = row.Median;
            Line(text, $"| {row.Question} | {row.Callers} | {row.Contender} | {m.PerSecond:N0} | {ratio} | "
                + $"{Milliseconds(m.P50)} | {Milliseconds(m.P99)} | "
                + $"{m.BytesPerOperation / 1000:0.0} | {m.Processor.TotalMicroseconds:0.0} |");
        }
    }

    private static void Notes(StringBuilder text)
    {
        Line(text, "");
        Line(text, "Baselines: *bare grain call* is a grain that returns the same bytes from a field. *Orleans "
            + "AdoNet* is Orleans' own provider on the same server, with tables and queries written here "
            + "(`AdoNetTables.sql`) and its default pool of 100 connections (ours: 20). Orleans has no file "
            + "provider in a package; *tutorial files* is the approach of its tutorial on custom storage, as "
            + "taught (nothing is flushed, so a power cut loses acknowledged writes) and with `O_SYNC`, the "
            + "baseline of our JSON store. Neither survives a crash in the middle of a write.");
        Line(text, "");
        Line(text, "Migration: *COPY + merge* brings rows that are in memory into a table of the same shape, in one "
            + "transaction and with no thought for live writes, as somebody would who stops the service. Live calls "
            + "are half reads and half writes of 32 callers, each with a pause of 10 ms after a call, through the "
            + "router while it writes to both stores. The time of a change of phase ends when the silo routes by it.");
    }

    private static string Machine()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} processors, "
            + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30):0} GiB of memory, "
            + $"{DriveOf(AppContext.BaseDirectory)} on a virtual disk, {RuntimeInformation.FrameworkDescription}");

    /// <summary>The load over the last 15 minutes, where the system tells it.</summary>
    private static string? LoadAverage()
        => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[2] : null;

    private static string DriveOf(string folder)
        => DriveInfo.GetDrives()
            .Where(d => folder.StartsWith(d.RootDirectory.FullName, StringComparison.Ordinal))
            .MaxBy(d => d.RootDirectory.FullName.Length)?.DriveFormat ?? "unknown file system";

    /// <summary>A dash for work that is no call of anybody.</summary>
    private static string Milliseconds(TimeSpan time)
        => time == TimeSpan.Zero ? "–" : time.TotalMilliseconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
