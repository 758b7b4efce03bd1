using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using Spectre.Console;

namespace HybridOrleans.Cli.Migration;

/// <summary>Draws one bar for each long step, below those that have ended, and one for what comes between.</summary>
internal sealed class StepBars(ProgressContext context, StepColumn column)
{
    private ProgressTask? _bar;
    private string? _step;
    private MigrationProgress? _last;

    /// <summary>Draws what a status says.</summary>
    public void Show(MigrationStatus status)
    {
        var step = StepOf(status);
        if (step != _step)
        {
            End(hasSucceeded: step is not null || status.LastOutcome is { Done: true });
            _step = step;
            _bar = step is null ? null : context.AddTask(Markup.Escape(step), autoStart: true, maxValue: 1);
        }

        if (_bar is not null)
        {
            Update(_bar, status);
        }
    }

    private static string? StepOf(MigrationStatus status) => status switch
    {
        { IsSealed: true } => "switch",
        { Progress: { } progress } => progress.What,
        { Goal: { } goal } => $"to {goal}",
        _ => null,
    };

    private void Update(ProgressTask bar, MigrationStatus status)
    {
        _last = status.IsSealed ? null : status.Progress;
        bar.IsIndeterminate = _last is not { Total: > 0 };
        bar.MaxValue = Math.Max(_last?.Total ?? 0, 1);
        bar.Value = _last is { Total: > 0 } ? _last.Done : 0;
        column.Set(bar, _last is null
            ? $"{MigrationNames.Of(status.Phase, status.SharePercent)}{Waiting(status)}"
            : ProgressText.Numbers(_last));
    }

    private static string Waiting(MigrationStatus status)
        => status.IsSealed ? "; callers wait" : status.BlockedBecause is { } reason ? $"; waits: {reason}" : "";

    private void End(bool hasSucceeded)
    {
        if (_bar is not null && _last is null)
        {
            // What comes between two steps leaves no trace.
            context.RemoveTask(_bar);
            return;
        }

        if (_bar is not null && _last is not null && hasSucceeded)
        {
            // The last look came before the end of the step, so that the bar would stop short of its end.
            _bar.IsIndeterminate = false;
            _bar.Value = _bar.MaxValue;
            column.Set(_bar, Math.Max(_last.Done, _last.Total).ToString("N0", CultureInfo.InvariantCulture));
        }

        _bar?.StopTask();
    }
}
