using System.Collections.Concurrent;

namespace HybridOrleans.Cli.Export;

/// <summary>What an export has written, and what it had to leave out.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal sealed class ExportTally
{
    private readonly long[] _written = new long[Enum.GetValues<ExportKind>().Length];
    private readonly ConcurrentBag<(string Source, string Reason)> _failures = [];

    /// <summary>What was left out, in the order of its name.</summary>
    public IReadOnlyList<(string Source, string Reason)> Failures
        => [.. _failures.OrderBy(failure => failure.Source, StringComparer.Ordinal)];

    /// <summary>How many of a kind are in the folder.</summary>
    public long this[ExportKind kind] => Interlocked.Read(ref _written[(int)kind]);

    public void Wrote(ExportKind kind, long count = 1) => Interlocked.Add(ref _written[(int)kind], count);

    public void LeftOut(string source, string reason) => _failures.Add((source, reason));
}
