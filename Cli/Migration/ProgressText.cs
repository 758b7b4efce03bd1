using System.Globalization;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Migration;

/// <summary>Says in words how far a migration has come.</summary>
internal static class ProgressText
{
    /// <summary>One line for a log: phase, step, numbers.</summary>
    public static string Line(MigrationStatus status)
        => $"{MigrationNames.Of(status.Component)} {MigrationNames.Of(status.Phase, status.SharePercent)}: "
            + Now(status);

    /// <summary>What happens now.</summary>
    public static string Now(MigrationStatus status) => status switch
    {
        { IsSealed: true } => "switching; callers wait",
        { Progress: { } progress } => $"{progress.What} {Numbers(progress)}",
        { Goal: not null, BlockedBecause: { } reason } => $"waits on the way to {status.Goal}: {reason}",
        { Goal: { } goal } => $"on the way to {goal}",
        _ => "rests",
    };

    /// <summary>What happens now in a few words, for a table.</summary>
    public static string Short(MigrationStatus status) => status switch
    {
        { IsSealed: true } => "switching",
        { Progress: { IsPaused: true } progress } => $"{progress.What}, paused",
        { Progress: { Total: > 0 } progress } => string.Create(
            CultureInfo.InvariantCulture, $"{progress.What} {100 * progress.Done / progress.Total} %"),
        { Progress: { } progress } => progress.What,
        { Goal: { } goal } => $"to {goal}",
        _ => "rests",
    };

    /// <summary>How many, how fast, how long.</summary>
    public static string Numbers(MigrationProgress progress)
    {
        var count = progress.Total > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{progress.Done:N0} of {progress.Total:N0}")
            : string.Create(CultureInfo.InvariantCulture, $"{progress.Done:N0}");
        if (progress.IsPaused)
        {
            return $"{count}, paused";
        }

        var limit = progress.PerSecondMax > 0
            ? string.Create(CultureInfo.InvariantCulture, $" (max {progress.PerSecondMax:N0})")
            : "";
        var left = progress.Left is { } time ? $", {Duration(time)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{count}, {progress.PerSecond:N0}/s{limit}{left}");
    }

    /// <summary>Hours, minutes and seconds; the hours do not end at a day.</summary>
    public static string Duration(TimeSpan time)
        => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}");
}
