using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace HybridOrleans.Cli.Commands;

/// <summary>The Telegram id of a profile.</summary>
internal static class IdArgument
{
    /// <summary>Makes the argument.</summary>
    public static Argument<long> Create() => new("ID")
    {
        Description = "The Telegram id; the id of a group is negative.",
        CustomParser = Parse,
    };

    private static long Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) || id == 0)
        {
            result.AddError($"'{text}' is no Telegram id: use a 64-bit number other than 0.");
        }

        return id;
    }
}
