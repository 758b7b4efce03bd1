using System.Globalization;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Process.Tests.Kills;

/// <summary>What a process told of its calls; a write without an end may have happened.</summary>
internal static class ReportedActs
{
    public static IEnumerable<Act> Of(string who, IReadOnlyList<string> lines)
    {
        var begun = new Dictionary<string, Act>();
        foreach (var parts in lines.Select(line => line.Split(' ')))
        {
            switch (parts[0])
            {
                case "begin":
                    begun.Add(parts[1], new Act(
                        parts[2], who, ActKind.Write, Number(parts[3]), long.MaxValue, ActOutcome.Unknown,
                        Number(parts[4]), 0, parts[1], BodyOf(parts[5])));
                    break;
                case "end":
                    begun[parts[1]] = begun[parts[1]] with
                    {
                        Ended = Number(parts[2]),
                        Outcome = Enum.Parse<ActOutcome>(parts[3]),
                        Revision = Number(parts[4]),
                    };
                    break;
                case "read":
                    yield return new Act(
                        parts[1], who, ActKind.Read, Number(parts[2]), Number(parts[3]), ActOutcome.Done, 0,
                        Number(parts[4]), BodyOf(parts[5]), BodyOf(parts[6]));
                    break;
            }
        }

        foreach (var act in begun.Values)
        {
            yield return act;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string? BodyOf(string text) => text == "-" ? null : text;
}
