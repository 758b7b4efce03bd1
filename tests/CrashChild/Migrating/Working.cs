using HybridOrleans.Storage;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.CrashChild.Migrating;

/// <summary>The work in the background, which tells of each state that it sees.</summary>
internal sealed class Working(ComponentMigration migration)
{
    public async Task RunAsync(CancellationToken stop)
    {
        string? told = null;
        try
        {
            while (true)
            {
                var pause = await migration.StepAsync(stop);
                var text = await TextAsync(stop);
                if (text != told)
                {
                    Report.Line(text);
                    told = text;
                }

                await TimeProvider.System.PassAsync(pause, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Works until nothing is left to do.</summary>
    /// <returns>The state.</returns>
    public async Task<string> RestAsync()
    {
        while (true)
        {
            // The lag is what the last step saw, so that a step comes first.
            var pause = await migration.StepAsync(CancellationToken.None);
            var text = await TextAsync(CancellationToken.None);
            if (text.StartsWith("rest", StringComparison.Ordinal))
            {
                return text;
            }

            Report.Line(text);
            await TimeProvider.System.PassAsync(pause);
        }
    }

    /// <summary><c>rest</c> when nothing is left to do, else <c>busy</c>, and then the state.</summary>
    private async Task<string> TextAsync(CancellationToken stop)
    {
        try
        {
            var status = await migration.StatusAsync(stop);
            var document = status.Document;
            var isAtRest = status.Trouble is null && document is { Switch: null, Synchronise: null, Goal: null }
                && (document.Phase is Phase.Off or >= Phase.RampDown || status.Debt is { IsRaised: false })
                && (document.Phase != Phase.RampDown || status.Lag == 0);
            return $"{(isAtRest ? "rest" : "busy")} {document.Phase} {document.SharePercent} "
                + $"{status.Trouble ?? document.Goal?.BlockedBecause ?? (status.Debt?.IsRaised == true ? "debt" : "")}";
        }
        catch (StoreUnavailableException e)
        {
            return $"busy {e.Message}";
        }
    }
}
