using System.CommandLine;
using System.CommandLine.Parsing;
using HybridOrleans.Cli.Migration;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands;

/// <summary>Which component is repaired.</summary>
internal static class RepairComponent
{
    /// <summary>Those whose data belongs to a bot.</summary>
    public static readonly ComponentName[] All =
        [ComponentName.Users, ComponentName.Configuration, ComponentName.Conversations, ComponentName.Analytics];

    /// <summary>Makes the option.</summary>
    /// <param name="withoutIt">What is meant when it is left out.</param>
    public static Option<ComponentName?> Option(string withoutIt) => new("--component")
    {
        Description = $"One of {string.Join(", ", All.Select(MigrationNames.Of))}; {withoutIt} when left out.",
        HelpName = "COMPONENT",
        CustomParser = Parse,
    };

    private static ComponentName? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var component in All)
        {
            if (MigrationNames.Of(component) == text)
            {
                return component;
            }
        }

        result.AddError($"'{text}' cannot be repaired: use one of {string.Join(", ", All.Select(MigrationNames.Of))}.");
        return null;
    }
}
