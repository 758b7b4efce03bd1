using HybridOrleans.Storage.Migration.Assessing;
using static HybridOrleans.Storage.Json.Assessing.Findings;

namespace HybridOrleans.Storage.Json.Assessing;

/// <summary>Whether the store lies where locks and flushes hold.</summary>
internal static class FileSystemCheck
{
    private const string Check = "file system";

    public static Finding Run(TrialFolder trial)
    {
        var magic = trial.Magic();
        var name = FileSystemKind.NameOf(magic);
        return FileSystemKind.IsNetwork(magic)
            ? Blocks(Check, $"It is {name}: locks and flushes are another machine's. Use a local disk.")
            : FileSystemKind.IsFit(magic)
                ? Passed(Check, $"It is {name}.")
                : Warns(Check, $"It is {name}. A power cut may lose files where the file system has no journal of its "
                    + "own. Use ext4, xfs or btrfs.");
    }
}
