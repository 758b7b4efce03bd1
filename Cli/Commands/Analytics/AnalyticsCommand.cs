using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary><c>hybrid analytics</c>.</summary>
internal static class AnalyticsCommand
{
    /// <summary>Makes the command with its sub-commands.</summary>
    public static Command Create(CliServices services, SharedOptions shared)
    {
        var time = new TimeOptions(services.Time);
        return new DocumentedCommand("analytics", "Log, count, export and delete the events of bots.")
        {
            AnalyticsLog.Create(services, shared),
            AnalyticsCount.Create(services, shared, time),
            AnalyticsExport.Create(services, shared, time),
            AnalyticsDelete.Create(services, shared),
            MonthsCommand.Create(services, shared),
        };
    }
}
