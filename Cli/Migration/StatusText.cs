using System.Globalization;
using System.Text;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Migration;

/// <summary>A status for people. What holds now comes first, in words.</summary>
internal static class StatusText
{
    private const int LabelWidth = 14;

    /// <summary>Everything but the silos.</summary>
    public static string Of(MigrationStatus status)
    {
        var text = new StringBuilder();
        text.Append(MigrationNames.Of(status.Component)).Append('\n');
        foreach (var line in status.Guarantee)
        {
            text.Append("  ").Append(line).Append('\n');
        }

        text.Append('\n');
        foreach (var (label, value) in Rows(status))
        {
            text.Append(label.PadRight(LabelWidth)).Append(value).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What of the acknowledged writes the other store lacks; "-" for nothing.</summary>
    public static string Behind(MigrationStatus status) => status switch
    {
        { Lag: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{status.Lag:N0} queued"),
        { HasDebt: true } => "debt",
        { Lag: null } => "not known",
        _ => "-",
    };

    /// <summary>Whether the next step can be taken.</summary>
    public static string Next(MigrationStatus status) => status switch
    {
        { BlockedBecause: { } reason } => $"blocked: {reason}",
        { Phase: MigrationPhase.Complete } => "none",
        _ => "free",
    };

    /// <summary>How a silo's view compares with the present one.</summary>
    public static string Sees(MigrationStatus status, SiloView silo) => silo switch
    {
        // A silo reports once a second what it has looked at four times a second.
        { Age.TotalSeconds: > 3 } => "silent: it must look again before it serves",
        _ when silo.Epoch != status.Epoch => "another epoch",
        _ when silo.Phase != status.Phase || silo.SharePercent != status.SharePercent => "another phase",
        _ => "the present state",
    };

    private static IEnumerable<(string Label, string Value)> Rows(MigrationStatus status)
    {
        yield return ("phase", Phase(status));
        yield return ("epoch", string.Create(
            CultureInfo.InvariantCulture, $"{status.Epoch}, decision {status.Version}"));
        yield return ("next step", Next(status));
        yield return ("now", Now(status));
        yield return ("debt", status.HasDebt ? "yes: the other store may lack acknowledged writes" : "none");
        yield return ("lag", status.Lag switch
        {
            null => "not known: PostgreSQL's list of changes was not read in the last seconds",
            0 => "none",
            { } lag => string.Create(CultureInfo.InvariantCulture, $"{lag:N0} queued for the JSON files"),
        });
        yield return ("PostgreSQL", status.PostgresAnswers switch
        {
            true => "answers",
            false => "DOES NOT ANSWER",
            null => "not attached",
        });
        if (status.Recent is { } recent)
        {
            yield return ("last 10 s", Recent(recent));
        }

        yield return ("verified", status.LastVerification ?? "not in this epoch");
        yield return ("divergent", Divergent(status));
        if (status.LastOutcome is { } outcome)
        {
            yield return ("last request", outcome.Done ? outcome.Message : $"FAILED: {outcome.Message}");
        }
    }

    private static string Recent(RecentCalls recent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{recent.Calls:N0} calls, {recent.Failed:N0} failed, p99 {recent.P99.TotalMilliseconds:0.#} ms; PostgreSQL "
        + $"gave no answer to {recent.Unanswered:N0}, and was not equal for {recent.Unequal:N0}");

    private static string Phase(MigrationStatus status)
    {
        var phase = MigrationNames.Of(status.Phase, status.SharePercent);
        return status.IsSealed ? $"{phase}, SEALED: callers wait for a switch" : phase;
    }

    private static string Now(MigrationStatus status)
    {
        var now = ProgressText.Now(status);
        return status is { Goal: { } goal, Progress: not null } ? $"{now}, on the way to {goal}" : now;
    }

    private static string Divergent(MigrationStatus status) => status.Divergent == 0
        ? "none known"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{status.Divergent:N0}; see 'hybrid migration divergences {MigrationNames.Of(status.Component)}'");
}
