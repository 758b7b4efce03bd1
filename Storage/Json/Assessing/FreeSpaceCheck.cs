using System.Globalization;
using HybridOrleans.Storage.Migration.Assessing;
using static HybridOrleans.Storage.Json.Assessing.Findings;

namespace HybridOrleans.Storage.Json.Assessing;

/// <summary>Whether there is room for records and for their number.</summary>
internal static class FreeSpaceCheck
{
    private const string Check = "free space";
    private const long Mebi = 1024 * 1024;
    private const long BytesNeeded = 64 * Mebi;
    private const long BytesWished = 1024 * Mebi;
    private const long FilesNeeded = 1_000;
    private const long FilesWished = 100_000;

    public static Finding Run(TrialFolder trial)
    {
        var (bytes, files) = trial.Space();
        var left = files is { } number ? Numbers($"{number:N0} files") : "any number of files";
        var seen = Numbers($"{bytes / Mebi:N0} MiB and {left} are free");
        if (bytes < BytesNeeded || files < FilesNeeded)
        {
            return Blocks(Check, Numbers(
                $"{seen}; {BytesNeeded / Mebi:N0} MiB and {FilesNeeded:N0} files are needed. Use a larger disk."));
        }

        return bytes < BytesWished || files < FilesWished
            ? Warns(Check, Numbers(
                $"{seen}; under {BytesWished / Mebi:N0} MiB or {FilesWished:N0} files a store may fill up soon."))
            : Passed(Check, seen + ".");
    }

    private static string Numbers(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
