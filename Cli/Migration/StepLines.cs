using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Migration;

/// <summary>Writes a line when something changes, and now and then while a long step is under way.</summary>
internal sealed class StepLines(Action<string> write, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private string? _lastKind;
    private long _lastAt;

    /// <summary>Looks at a status, and writes a line when there is something to say.</summary>
    public void Show(MigrationStatus status)
    {
        var kind = Kind(status);
        var isDue = status.Progress is not null && time.GetElapsedTime(_lastAt) >= Period;
        if (kind == _lastKind && !isDue)
        {
            return;
        }

        _lastKind = kind;
        _lastAt = time.GetTimestamp();
        write(ProgressText.Line(status));
    }

    /// <summary>The words of a line without its numbers, which change all the time.</summary>
    private static string Kind(MigrationStatus status) => status.Progress is { } progress && !status.IsSealed
        ? $"{status.Phase} {status.SharePercent} {progress.What} {progress.IsPaused}"
        : ProgressText.Line(status);
}
