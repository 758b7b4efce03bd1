namespace HybridOrleans.Cli.Cluster;

/// <summary>The programs that a cluster consists of, looked for before anything is started.</summary>
/// <param name="Redis">The path of <c>redis-server</c>.</param>
/// <param name="Silo">The command line of the silo, without its settings.</param>
internal sealed record Programs(string Redis, IReadOnlyList<string> Silo)
{
    /// <summary>The variable that names the silo's program, for an installation of another layout.</summary>
    public const string SiloVariable = "HYBRID_SILO";

    private const string SiloName = "HybridOrleans.Silo.dll";
    private const string RedisName = "redis-server";

    /// <exception cref="UsageException">Something is missing; the message says how to get it.</exception>
    public static Programs Find(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new UsageException("'hybrid cluster up' runs on Linux and macOS: Redis does not run on Windows.");
        }

        var path = environment("PATH");
        var redis = InPath(RedisName, path) ?? throw new UsageException(
            $"The program '{RedisName}' is not in PATH, and the members of a cluster are kept in Redis. Install it "
            + "(Debian and Ubuntu: 'apt-get install redis-server'; Fedora: 'dnf install redis'). Nothing was started.");
        return new Programs(redis, FindSilo(environment(SiloVariable)));
    }

    /// <summary>The full path of a program; null when PATH has none.</summary>
    public static string? InPath(string name, string? path) => (path ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static string[] FindSilo(string? named)
    {
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        // Beside this program when both were published, in its own folder beside ours when both were built.
        var built = Path.Combine(own, "..", "..", "Silo", Path.GetFileName(own), SiloName);
        string[] places = named is { Length: > 0 } ? [named] : [Path.Combine(own, SiloName), built];
        var found = places.FirstOrDefault(File.Exists) ?? throw new UsageException(
            $"The silo's program was not found at {string.Join(" or ", places.Select(Path.GetFullPath))}. Build it "
            + $"('dotnet build Silo --configuration Release'), or name it in {SiloVariable}. Nothing was started.");
        return found.EndsWith(".dll", StringComparison.Ordinal)
            ? [Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet", found]
            : [found];
    }
}
