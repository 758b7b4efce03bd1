using System.Globalization;

namespace HybridOrleans.Storage.Json;

/// <summary>Finds out from the kernel which process holds a lock.</summary>
internal static class LockHolders
{
    private const string Locks = "/proc/locks";

    /// <returns>Null when the kernel does not tell, as for a holder in another container.</returns>
    public static int? Find(ulong inode)
    {
        // A line is: 1: FLOCK  ADVISORY  WRITE 1234 fe:00:56789 0 EOF
        var end = ":" + inode.ToString(CultureInfo.InvariantCulture);
        try
        {
            foreach (var line in File.ReadLines(Locks))
            {
                var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (parts.Length > 5 && parts[1] == "FLOCK" && parts[5].EndsWith(end, StringComparison.Ordinal)
                    && int.TryParse(parts[4], CultureInfo.InvariantCulture, out var process) && process > 0)
                {
                    return process;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The message goes out without the kernel's word; the lock file names its last holder.
        }

        return null;
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
