using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary>Arguments and options that several commands of <c>hybrid migration</c> have.</summary>
internal sealed class MigrationOptions
{
    private const int ByLengthMax = 64;
    private const int WhyLengthMax = 500;

    /// <summary>Without it the help would list the members of the enum.</summary>
    private const string ComponentHelpName = "COMPONENT";

    /// <summary>Which component is meant.</summary>
    public Argument<ComponentName> Component { get; } = new(ComponentHelpName)
    {
        Description = $"One of {ComponentList}.",
        HelpName = ComponentHelpName,
        CustomParser = result => ParseComponent(result) ?? default,
    };

    /// <summary>Which component is meant; all of them when left out.</summary>
    public Argument<ComponentName?> ComponentOrAll { get; } = new(ComponentHelpName)
    {
        Description = $"One of {ComponentList}; all when left out.",
        HelpName = ComponentHelpName,
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ParseComponent,
    };

    /// <summary>Only says what would be done.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Only say what would be done, or why not.",
    };

    /// <summary>The reason, for the history.</summary>
    public Option<string?> Why { get; } = new("--why")
    {
        Description = $"Why, for the history; at most {WhyLengthMax} characters.",
        HelpName = "TEXT",
    };

    /// <summary>Who asks, for the history.</summary>
    public Option<string?> By { get; } = new("--by")
    {
        Description = $"Who asks, for the history; at most {ByLengthMax} characters. Your login name when left out.",
        HelpName = "NAME",
    };

    private static string ComponentList
        => string.Join(", ", Enum.GetValues<ComponentName>().Select(MigrationNames.Of));

    /// <summary>Who asks.</summary>
    /// <exception cref="UsageException">Nobody is named, or the name is too long.</exception>
    public string ByOf(ParseResult parsed)
    {
        var name = (parsed.GetValue(By) ?? System.Environment.UserName).Trim();
        return name.Length switch
        {
            0 => throw new UsageException("Who asks? Add --by NAME."),
            > ByLengthMax => throw TooLong("--by", name.Length, ByLengthMax),
            _ => name,
        };
    }

    /// <summary>The reason; empty when none was given.</summary>
    /// <exception cref="UsageException">It is too long.</exception>
    public string WhyOf(ParseResult parsed)
        => parsed.GetValue(Why) is not { } why ? ""
            : why.Length <= WhyLengthMax ? why
            : throw TooLong("--why", why.Length, WhyLengthMax);

    private static UsageException TooLong(string option, int length, int lengthMax)
        => new(string.Create(
            CultureInfo.InvariantCulture, $"{option} has {length} characters; at most {lengthMax} are kept."));

    private static ComponentName? ParseComponent(ArgumentResult result)
    {
        if (result.Tokens.Count == 0)
        {
            return null;
        }

        var text = result.Tokens[0].Value;
        foreach (var component in Enum.GetValues<ComponentName>())
        {
            if (MigrationNames.Of(component) == text)
            {
                return component;
            }
        }

        result.AddError($"'{text}' is no component: use one of {ComponentList}.");
        return null;
    }
}
