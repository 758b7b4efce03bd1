namespace HybridOrleans.Silo.Hosting;

/// <summary>Tells a private PostgreSQL that was never made from one whose volume is not mounted.</summary>
/// <param name="folder">Where the mark lies: beside the folder of the server, which may be a volume of its own.</param>
/// <param name="allowEmpty">The setting as written; true allows a folder that exists and is empty.</param>
/// <remarks>An empty database in the place of a full one would answer that nobody was ever here.</remarks>
internal sealed class PrivatePostgresMark(DataFolder folder, string? allowEmpty)
{
    private readonly string _path = Path.Combine(folder.Path, ".postgres.made");

    /// <summary>True when a database was made here.</summary>
    public bool IsPlaced => File.Exists(_path);

    /// <exception cref="DataMissingException">A new database must not be made here unasked.</exception>
    public void RefuseMissingData()
    {
        if (Directory.Exists(Path.Combine(folder.Postgres, "pgdata")))
        {
            return;
        }

        if (IsPlaced)
        {
            throw new DataMissingException(
                $"A private PostgreSQL was made in '{folder.Postgres}', and its data is not there. Nothing was "
                + $"changed. Mount the missing volume, or bring a backup back; to begin with an empty database, remove "
                + $"'{_path}'.");
        }

        var isAllowed = bool.TryParse(allowEmpty, out var allowed) && allowed;
        if (!isAllowed && new[] { folder.Path, folder.Postgres }.FirstOrDefault(IsEmpty) is { } empty)
        {
            throw new DataMissingException(
                $"The folder '{empty}' exists and is empty, so no private PostgreSQL is made in it: a volume that is "
                + "not mounted looks the same. Nothing was changed. Mount the volume; for a new database remove the "
                + $"folder, or set '{DataFolder.AllowEmptySetting}' for the first start.");
        }
    }

    /// <summary>Notes that a database was made. Does nothing when that is noted already.</summary>
    public void Place()
    {
        if (!IsPlaced)
        {
            File.WriteAllText(_path, "A private PostgreSQL was made beside this file, in the folder .postgres.\n");
        }
    }

    // What a new file system brings with it does not count.
    private static bool IsEmpty(string path)
        => Directory.Exists(path)
            && Directory.EnumerateFileSystemEntries(path).All(e => Path.GetFileName(e) == "lost+found");
}
