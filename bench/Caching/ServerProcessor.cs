using System.Globalization;
using HybridOrleans.Bench.Hosting;

namespace HybridOrleans.Bench.Caching;

/// <summary>The processor time of a PostgreSQL server: its first process and all that this one has started.</summary>
internal sealed class ServerProcessor(BenchServer server)
{
    // USER_HZ, which Linux has at 100 on every machine that .NET runs on.
    private const double TicksPerSecond = 100;
    private const int StateField = 2;
    private const int ParentField = 3;
    private const int UserField = 13;

    /// <summary>What it has used since its start.</summary>
    public TimeSpan Used()
    {
        var first = File.ReadLines(Path.Combine(server.Folder, "postgres", "pgdata", "postmaster.pid")).First();
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsDigit(Path.GetFileName(f)[0])))
        {
            if (Stat(folder) is not { } stat)
            {
                continue;
            }

            if (Path.GetFileName(folder) == first)
            {
                // Its own, and of those of its children that have ended.
                ticks += stat.Skip(UserField).Take(4).Sum(Number);
            }
            else if (stat[ParentField] == first)
            {
                ticks += stat.Skip(UserField).Take(2).Sum(Number);
            }
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The fields of a process, numbered as in the manual, from 0; null for one that has ended.</summary>
    private static string[]? Stat(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            // The name may hold blanks and brackets.
            return [.. new string[StateField], .. text[(text.LastIndexOf(')') + 2)..].Split(' ')];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
