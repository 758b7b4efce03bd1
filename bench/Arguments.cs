using System.Globalization;

namespace HybridOrleans.Bench;

/// <summary>What to measure, for how long, and where to write the report.</summary>
internal sealed record Arguments
{
    public const string Usage =
        "Usage: dotnet run -c Release --project bench -- [all|tier1|write|read|footprint] "
        + "[--seconds N] [--rounds N] [--report FILE]";

    private static readonly string[] Known = ["all", "tier1", "write", "read", "footprint"];

    public string What { get; private init; } = "all";

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(3);

    public int Rounds { get; init; } = 3;

    public string? Report { get; private init; }

    public bool Wants(string question) => What == "all" || What == question;

    /// <summary>Null when the arguments make no sense.</summary>
    public static Arguments? Parse(string[] args)
    {
        var arguments = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var next = (args[i], value) switch
            {
                ("--seconds", _) when Number(value) is { } n => arguments with { Duration = TimeSpan.FromSeconds(n) },
                ("--rounds", _) when Number(value) is { } n => arguments with { Rounds = n },
                ("--report", not "") => arguments with { Report = value },
                _ when Known.Contains(args[i]) => arguments with { What = args[i] },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            i += args[i].StartsWith("--", StringComparison.Ordinal) ? 1 : 0;
            arguments = next;
        }

        return arguments;
    }

    private static int? Number(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 600
            ? n
            : null;
}
