using System.CommandLine;
using System.Globalization;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary><c>hybrid analytics months detach</c> and <c>attach</c>.</summary>
internal static class MonthsChange
{
    /// <summary>Does it; null when it is done, else why not.</summary>
    internal delegate ValueTask<string?> Change(
        IEventMonthTables months, EventMonth month, CancellationToken cancellation);

    /// <summary>Completes the command.</summary>
    public static Command Create(
        CliServices services, SharedOptions shared, DocumentedCommand command, string? question, string done,
        Change change)
    {
        var month = new Argument<string>("MONTH") { Description = "Year and month in UTC, such as 2024-03." };
        command.Add(month);
        command.Add(shared.Yes);
        Session.Attach(command, services, shared, async (session, parsed, cancellation) =>
        {
            var wanted = EventMonth.Parse(parsed.GetValue(month)!);
            if (question is not null && !parsed.GetValue(shared.Yes)
                && !await session.Terminal.ConfirmAsync(Of(question, wanted), cancellation))
            {
                session.Terminal.Say("hybrid: nothing was changed.");
                return ExitCode.Stopped;
            }

            var store = await session.ConnectAsync(cancellation);
            var reason = await change(store.EventMonths, wanted, cancellation);
            session.Terminal.Say(
                reason is null ? Of(done, wanted) : $"hybrid: {wanted} stays as it is: {reason}.");
            return reason is null ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    private static string Of(string text, EventMonth month)
        => string.Format(CultureInfo.InvariantCulture, text, month);
}
