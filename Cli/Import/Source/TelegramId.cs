using System.Globalization;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>Reads ids out of file names and member names.</summary>
internal static class TelegramId
{
    /// <summary>Takes only the one spelling that a number has: no zeros in front, no plus, no blanks, not 0.</summary>
    /// <remarks>Two names for one id ("42", "042") would otherwise overwrite each other.</remarks>
    public static long? Parse(string? name)
        => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            && id != 0 && id.ToString(CultureInfo.InvariantCulture) == name
            ? id
            : null;
}
