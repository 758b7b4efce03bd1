using System.Globalization;
using System.Text;

namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>What a rehearsal measured.</summary>
internal sealed class RehearsalReport(RehearsalPlan plan)
{
    public TimeSpan Promoted { get; set; }

    public ReadTally Quiet { get; } = new();

    public ReadTally InTheCut { get; } = new();

    public long ConnectionsEnded { get; set; }

    public TimeSpan RolledBack { get; set; }

    /// <summary>Until PostgreSQL had everything again; null when that took too long.</summary>
    public TimeSpan? CaughtUp { get; set; }

    public WriteCheck Writes { get; set; } = new(0, 0, 0, null);

    /// <summary>True when nobody met an error and nothing is missing.</summary>
    public bool IsGood => Quiet.Failed + InTheCut.Failed == 0 && Writes is { Lost: 0, Behind: 0 };

    /// <summary>The figures in words. Nothing is called safe that was not looked at.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Say(text, $"Rehearsed with {plan.SharePercent} % of the keys: promoted in {Of(Promoted)}; ");
        Say(text, $"{Quiet.Count} reads, the longest {Of(Quiet.Longest)}, {Quiet.Failed} failed. ");
        Say(text, $"{ConnectionsEnded} connections ended within {Of(plan.CutFor)}: the first read after it took ");
        Say(text, $"{Of(InTheCut.First)}, {InTheCut.Count} reads, the longest {Of(InTheCut.Longest)}, ");
        Say(text, $"{InTheCut.Failed} failed; rolled back in {Of(RolledBack)} while it was cut. ");
        text.Append(CaughtUp is { } time
            ? $"PostgreSQL had everything again after {Of(time)}. "
            : "PostgreSQL HAS NOT CAUGHT UP; status tells why. ");
        Say(text, $"{Checked()}");
        return text.ToString();
    }

    private string Checked() => Writes switch
    {
        { Count: 0, Missed: 0 } => "No write was acknowledged meanwhile, so that none could be checked.",
        { Lost: > 0 } w => $"{w.Lost} OF {w.Count} ACKNOWLEDGED WRITES LOST. Call for help and change nothing.",
        { Behind: null } w => $"{w.Count} acknowledged writes checked in JSON, 0 lost; PostgreSQL was not asked.",
        { Behind: > 0 } w => $"{w.Count} acknowledged writes checked, 0 lost; {w.Behind} ARE MISSING IN POSTGRESQL.",
        { Missed: > 0 } w => $"{w.Count} acknowledged writes checked in both stores, 0 of them lost; {w.Missed} more "
            + "could not be checked.",
        var w => $"{w.Count} acknowledged writes checked in both stores, 0 lost.",
    };

    private static void Say(StringBuilder text, FormattableString what)
        => text.Append(what.ToString(CultureInfo.InvariantCulture));

    private static string Of(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
