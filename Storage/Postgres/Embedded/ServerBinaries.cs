using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>The folder of an installed PostgreSQL server.</summary>
internal sealed class ServerBinaries
{
    private static readonly string[] Tools = ["initdb", "pg_ctl", "postgres"];

    private ServerBinaries(string directory) => Directory = directory;

    public string Directory { get; }

    public string Initdb => Path.Combine(Directory, "initdb");

    public string PgCtl => Path.Combine(Directory, "pg_ctl");

    public string Postgres => Path.Combine(Directory, "postgres");

    /// <param name="directory">The only folder to look in, or null to look in the usual ones.</param>
    /// <param name="binaries">The server found, or null.</param>
    public static bool TryFind(string? directory, [NotNullWhen(true)] out ServerBinaries? binaries)
    {
        var candidates = directory is null ? UsualDirectories() : [directory];
        var found = candidates.FirstOrDefault(c => Tools.All(t => File.Exists(Path.Combine(c, t))));
        binaries = found is null ? null : new ServerBinaries(found);
        return found is not null;
    }

    public static ServerBinaries Find(string? directory)
        => TryFind(directory, out var binaries)
            ? binaries
            : throw new EmbeddedPostgresException(
                "No PostgreSQL server was found in "
                + $"{directory ?? "/usr/lib/postgresql/*/bin, /usr/pgsql-*/bin or PATH"}: the programs "
                + $"{string.Join(", ", Tools)} are needed. Install it (Debian and Ubuntu: 'apt-get install "
                + "postgresql'; Fedora: 'dnf install postgresql-server'), name its folder in 'BinaryDirectory', or "
                + "attach a server of your own by a connection string.");

    private static IEnumerable<string> UsualDirectories()
        => Versioned("/usr/lib/postgresql", "*")
            .Concat(Versioned("/usr", "pgsql-*"))
            .OrderByDescending(d => d.Version)
            .Select(d => d.Directory)
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<(double Version, string Directory)> Versioned(string parent, string pattern)
    {
        if (!System.IO.Directory.Exists(parent))
        {
            yield break;
        }

        foreach (var folder in System.IO.Directory.EnumerateDirectories(parent, pattern))
        {
            var name = Path.GetFileName(folder.AsSpan());
            var number = name[(name.LastIndexOf('-') + 1)..];
            if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version))
            {
                yield return (version, Path.Combine(folder, "bin"));
            }
        }
    }
}
