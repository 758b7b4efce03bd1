using System.Globalization;
using HybridOrleans.TestKit.Processes;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Second processes that use a store and tell what happened, line by line.</summary>
internal static class Children
{
    /// <summary>Counts up in records until it is ended.</summary>
    public static ChildProcess Count(
        string root, int callers = 1, int writes = 0, int keys = 1, int padding = 10, string? crashAt = null)
        => Start(string.Create(CultureInfo.InvariantCulture, $"count {root} {callers} {writes} {keys} {padding}"),
            crashAt);

    /// <summary>Brings copies in whose revisions jump, and writes between them, until it is ended.</summary>
    public static ChildProcess Copy(
        string root, int callers = 1, int rounds = 0, int keys = 1, string? crashAt = null)
        => Start(string.Create(CultureInfo.InvariantCulture, $"copy {root} {callers} {rounds} {keys}"), crashAt);

    /// <summary>Counts up in one record, and purges it after every third write.</summary>
    public static ChildProcess Purge(string root, int rounds, string? crashAt = null)
        => Start(string.Create(CultureInfo.InvariantCulture, $"purge {root} {rounds}"), crashAt);

    /// <summary>Opens a session of a process that mirrors, and keeps it until a line is said.</summary>
    public static ChildProcess Mirror(string root) => Start($"mirror {root}");

    /// <summary>Writes documents and debts in every root that it is told.</summary>
    public static ChildProcess Steer(string? crashAt = null) => Start("steer", crashAt);

    /// <summary>Runs the script in every root that it is told.</summary>
    public static ChildProcess Script() => Start("script");

    /// <summary>What was answered, as far as it was said.</summary>
    public static IEnumerable<ChildAnswer> Answers(this ChildProcess child, int from = 0)
        => child.Lines.Skip(from).Select(ChildAnswer.TryParse).OfType<ChildAnswer>();

    private static ChildProcess Start(string arguments, string? crashAt = null)
        => ChildProcess.Start("HybridOrleans.CrashChild", arguments, ("CRASH_AT", crashAt));
}
