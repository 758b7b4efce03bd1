using System.Globalization;

namespace HybridOrleans.Silo.Membership;

/// <summary>What tells one process of this machine from every other that ever had its number.</summary>
internal static class ProcessFacts
{
    private const int StartField = 21;

    /// <summary>The present run of the machine.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    public static string Boot() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>The space in which process numbers mean something: a container has one of its own.</summary>
    public static string NumberSpace() => new FileInfo("/proc/self/ns/pid").LinkTarget ?? "unknown";

    /// <summary>When a process was started, in ticks since the machine's start; null when there is none.</summary>
    public static long? StartOf(int process)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            // The name is in brackets and may hold anything; the first field behind it is the third.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[StartField - 2], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
