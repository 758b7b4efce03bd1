using System.CommandLine;

namespace HybridOrleans.Cli.Commands;

/// <summary>The revision that a whole save expects.</summary>
internal static class ExpectOption
{
    /// <summary>Makes the option for one command.</summary>
    public static Option<long?> Create() => new("--expect")
    {
        Description = "Write only if this is the present revision; 0 means never written.",
        HelpName = "REVISION",
    };
}
