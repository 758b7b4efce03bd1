namespace HybridOrleans.Storage.Json;

/// <summary>The names of one record's files, which all lie in one folder.</summary>
/// <param name="Root">The root of the store.</param>
/// <param name="Folder">The folder, relative to the root.</param>
/// <param name="Name">The name without any extension.</param>
internal readonly record struct RecordPaths(string Root, string Folder, string Name)
{
    /// <summary>The file that people open.</summary>
    public string Plain => $"{Root}/{PlainRelative}";

    /// <summary>
    /// The next content, exchanged with <see cref="Plain"/> when it counts, and the one before that afterwards. It is
    /// hidden, since the old bot and people list <c>*.json</c>, and belongs to this key alone.
    /// </summary>
    public string Spare => $"{Root}/{Folder}/.{Name}{JsonPaths.Extension}{JsonPaths.SpareExtension}";

    /// <summary>What a delete leaves.</summary>
    public string Tombstone => $"{Root}/{TombstoneRelative}";

    /// <summary>The tombstone before it counts.</summary>
    public string TombstoneSpare
        => $"{Root}/{Folder}/.{Name}{JsonPaths.TombstoneExtension}{JsonPaths.SpareExtension}";

    /// <summary><see cref="Plain"/> as an operator reads it.</summary>
    public string PlainRelative => $"{Folder}/{Name}{JsonPaths.Extension}";

    /// <summary><see cref="Tombstone"/> as an operator reads it.</summary>
    public string TombstoneRelative => $"{Folder}/{Name}{JsonPaths.TombstoneExtension}";
}
