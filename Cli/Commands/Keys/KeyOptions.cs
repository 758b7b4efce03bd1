using System.CommandLine;

namespace HybridOrleans.Cli.Commands.Keys;

/// <summary>What <c>hybrid key new</c> takes.</summary>
internal sealed class KeyOptions
{
    /// <summary>What the key is called in logs and histories.</summary>
    /// <value>Required.</value>
    public Option<string> Name { get; } = new("--name")
    {
        Description = "What the key is called in logs and histories: 1 to 64 of a-z, 0-9, '_' and '-'.",
        HelpName = "NAME",
        Required = true,
    };

    /// <summary>How much it may do.</summary>
    /// <value>Required.</value>
    public Option<KeyRole> Role { get; } = new("--role")
    {
        Description = "reader looks, operator changes, admin erases as well; see docs/security.md.",
        HelpName = "reader|operator|admin",
        Required = true,
    };

    /// <summary>The bot that it is bound to.</summary>
    /// <value>None.</value>
    public Option<string?> Bot { get; } = new("--bot")
    {
        Description = "The one bot whose data it opens. Left out: the cluster, and for an admin every bot.",
        HelpName = "NAME",
    };

    /// <summary>When it stops to work.</summary>
    /// <value>Never.</value>
    public Option<DateTimeOffset?> Expires { get; } = new("--expires")
    {
        Description = "When it stops to work, in UTC, such as 2027-01-31. Left out: never.",
        HelpName = "TIME",
    };
}
