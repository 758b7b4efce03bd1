using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary>The time whose events are meant.</summary>
internal sealed class TimeOptions(TimeProvider time)
{
    private const int UsualDays = 30;

    private readonly Option<DateTimeOffset?> _from = Create("--from", $"The earliest time; {UsualDays} days ago.");
    private readonly Option<DateTimeOffset?> _until = Create("--until", "The end, which does not count; now.");

    public void AddTo(Command command)
    {
        command.Add(_from);
        command.Add(_until);
    }

    public (DateTimeOffset From, DateTimeOffset Until) Of(ParseResult parsed)
    {
        var until = parsed.GetValue(_until) ?? time.GetUtcNow();
        return (parsed.GetValue(_from) ?? until.AddDays(-UsualDays), until);
    }

    private static Option<DateTimeOffset?> Create(string name, string description) => new(name)
    {
        Description = $"{description} A date or a time in UTC, such as 2026-11-01 or 2026-11-01T18:00:00Z.",
        HelpName = "TIME",
        CustomParser = Parse,
    };

    private static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time))
        {
            return time;
        }

        result.AddError($"'{text}' is no time: write a date such as 2026-11-01, or a time such as "
            + "2026-11-01T18:00:00Z.");
        return null;
    }
}
