using System.Diagnostics;
using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>Looks at the kernel's list of locks, without the product.</summary>
internal static class HeldLocks
{
    /// <summary>True when a process holds the lock of a file at this moment.</summary>
    public static bool IsHeldBy(int process, string file)
    {
        var inode = InodeOf(file);
        // A line is: 1: FLOCK  ADVISORY  WRITE 1234 fe:00:56789 0 EOF
        return File.ReadLines("/proc/locks")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(parts => parts.Length > 5 && parts[1] == "FLOCK" && parts[4] == $"{process}"
                && parts[5].EndsWith($":{inode}", StringComparison.Ordinal));
    }

    private static string InodeOf(string file)
    {
        using var stat = System.Diagnostics.Process.Start(
            new ProcessStartInfo("stat", ["-c", "%i", file]) { RedirectStandardOutput = true });
        Assert.NotNull(stat);
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
