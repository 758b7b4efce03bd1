using System.Globalization;

namespace HybridOrleans.Bench;

/// <summary>What to measure, for how long, and where to write the report.</summary>
internal sealed record Arguments
{
    public const string Usage =
        "Usage: dotnet run -c Release --project bench -- [all|tier1|write|read|footprint|migration"
        + "|cache|logs|dualwrite|synchronise|verify|live|phases|switch|fallback] "
        + "[--seconds N] [--rounds N] [--records N] [--report FILE]";

    private const int NumberMax = 600;
    private const int RecordsMax = 10_000_000;

    private static readonly string[] Stores = ["tier1", "write", "read", "footprint"];

    private static readonly string[] Migration =
        ["dualwrite", "synchronise", "verify", "live", "phases", "switch", "fallback"];

    public string What { get; private init; } = "all";

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(3);

    public int Rounds { get; init; } = 3;

    /// <summary>How many records a migration moves.</summary>
    public int Records { get; private init; } = 50_000;

    public string? Report { get; private init; }

    /// <summary>True when a question needs the silo with every contender.</summary>
    public bool WantsStores => Stores.Any(Wants);

    public bool Wants(string question)
        => What == question || What == "all" || (What == "migration" && Migration.Contains(question));

    /// <summary>Null when the arguments make no sense.</summary>
    public static Arguments? Parse(string[] args)
    {
        var arguments = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var next = (args[i], value) switch
            {
                ("--seconds", _) when Number(value, NumberMax) is { } n
                    => arguments with { Duration = TimeSpan.FromSeconds(n) },
                ("--rounds", _) when Number(value, NumberMax) is { } n => arguments with { Rounds = n },
                ("--records", _) when Number(value, RecordsMax) is { } n => arguments with { Records = n },
                ("--report", not "") => arguments with { Report = value },
                _ when args[i] is "all" or "migration" or "cache" or "logs" || Stores.Contains(args[i])
                    || Migration.Contains(args[i])
                    => arguments with { What = args[i] },
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

    private static int? Number(string text, int max)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 && n <= max
            ? n
            : null;
}
