using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json;

/// <summary>Finds out from the kernel which process holds a lock.</summary>
internal static class LockHolders
{
    private const string Locks = "/proc/locks";

    /// <returns>Null when the kernel does not tell, as for a holder in another container.</returns>
    public static int? Find(SafeFileHandle file, in FileFacts facts)
    {
        // A line is: 1: FLOCK  ADVISORY  WRITE 1234 fe:00:56789 0 EOF
        try
        {
            var (major, minor) = FileSystemOf(file) ?? facts.DeviceNumbers;
            var place = string.Create(CultureInfo.InvariantCulture, $"{major:x2}:{minor:x2}:{facts.Inode}");
            foreach (var line in File.ReadLines(Locks))
            {
                var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (parts.Length > 5 && parts[1] == "FLOCK" && parts[5] == place
                    && int.TryParse(parts[4], CultureInfo.InvariantCulture, out var process) && process > 0)
                {
                    return process;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The message goes out without the kernel's word; the lock file tells who wrote last.
        }

        return null;
    }

    /// <summary>The device number of a file's mount, which is the one that the list of locks shows.</summary>
    /// <remarks>On btrfs the file itself shows another one, that of its subvolume.</remarks>
    /// <returns>Null when the kernel does not tell.</returns>
    private static (uint Major, uint Minor)? FileSystemOf(SafeFileHandle file)
    {
        // Lines are "mnt_id: 29" in the one and "29 1 254:0 / / rw,relatime …" in the other.
        const string Mount = "mnt_id:";
        var facts = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{file.DangerousGetHandle()}");
        var mount = File.ReadLines(facts).FirstOrDefault(l => l.StartsWith(Mount, StringComparison.Ordinal));
        if (mount is null)
        {
            return null;
        }

        var start = mount[Mount.Length..].Trim() + " ";
        var line = File.ReadLines("/proc/self/mountinfo")
            .FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal));
        return line?.Split(' ') is [_, _, var device, ..] && device.Split(':') is [var major, var minor]
            && uint.TryParse(major, CultureInfo.InvariantCulture, out var first)
            && uint.TryParse(minor, CultureInfo.InvariantCulture, out var second)
            ? (first, second)
            : null;
    }

    /// <summary>The program's name in brackets, or nothing.</summary>
    public static string NameOf(int process)
    {
        try
        {
            return $" ({File.ReadAllText($"/proc/{process}/comm").Trim()})";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
