using System.CommandLine;
using System.Globalization;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary>The options that only some verbs have: how much, how fast, which key.</summary>
internal sealed class VerbLimits
{
    private const int PercentMax = 100;
    private const double CutMin = 0.5;
    private const double CutMax = 10;

    private readonly Option<int?> _share = new("--share")
    {
        Description = $"For how many percent of the keys PostgreSQL shall answer; 0 to {PercentMax}.",
        HelpName = "P",
    };

    private readonly Option<int?> _max = new("--max")
    {
        Description = "Records a second; 0 for no limit.",
        HelpName = "N",
        Required = true,
    };

    private readonly Option<int?> _sample = new("--sample")
    {
        Description = $"Compare this many percent of the keys; 1 to {PercentMax}.",
        HelpName = "P",
    };

    private readonly Option<int?> _tried = new("--share")
    {
        Description = $"For how many percent of the keys PostgreSQL answers meanwhile; 1 to {PercentMax}. Default: 10",
        HelpName = "P",
    };

    private readonly Option<double?> _cut = new("--cut")
    {
        Description = $"For how many seconds the connections are cut; {CutMin} to {CutMax}. Default: 2",
        HelpName = "S",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = $"One key only. {KeyText.Form}",
        HelpName = "KEY",
    };

    /// <summary>Gives a command the options of its verb.</summary>
    public void AddTo(Command command, MigrationVerb verb, SharedOptions shared)
    {
        foreach (var option in OptionsOf(verb, shared))
        {
            command.Add(option);
        }
    }

    /// <summary>Completes a request with what was given.</summary>
    /// <exception cref="UsageException">A value is not acceptable.</exception>
    public MigrationRequest Complete(
        MigrationRequest request, Session session, ParseResult parsed, ComponentName component)
    {
        var key = parsed.GetValue(_key);
        var sample = InRange("--sample", parsed.GetValue(_sample), 1, PercentMax);
        if (key is not null && sample is not null)
        {
            throw new UsageException("Give --sample or --key, not both.");
        }

        return request with
        {
            SharePercent = InRange("--share", parsed.GetValue(_share), 0, PercentMax)
                ?? InRange("--share", parsed.GetValue(_tried), 1, PercentMax),
            CutFor = parsed.GetValue(_cut) is { } seconds ? CutOf(seconds) : null,
            RecordsPerSecondMax = InRange("--max", parsed.GetValue(_max), 0, int.MaxValue),
            SamplePercent = sample,
            Key = key is null ? null : KeyText.Stored(session, component, key),
        };
    }

    private IEnumerable<Option> OptionsOf(MigrationVerb verb, SharedOptions shared) => verb switch
    {
        MigrationVerb.Promote => [_share],
        MigrationVerb.Throttle => [_max],
        MigrationVerb.Verify => [_sample, _key, shared.Bot],
        MigrationVerb.Repair => [_key, shared.Bot],
        MigrationVerb.Rehearse => [_tried, _cut],
        _ => [],
    };

    private static TimeSpan CutOf(double seconds) => seconds is >= CutMin and <= CutMax
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException(
            string.Create(CultureInfo.InvariantCulture, $"--cut {seconds} is outside {CutMin} to {CutMax}."));

    private static int? InRange(string option, int? value, int min, int max)
        => value is null || (value >= min && value <= max)
            ? value
            : throw new UsageException($"{option} {value} is outside {min} to {max}.");
}
