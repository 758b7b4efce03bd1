using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>A record as the names of its files showed it when a walk began.</summary>
/// <param name="Key">The record.</param>
/// <param name="Folder">The path of the folder that its files lie in.</param>
/// <param name="IsPlainAlone">True when it had a plain file and no tombstone.</param>
internal readonly record struct ListedRecord(RecordKey Key, string Folder, bool IsPlainAlone)
{
    /// <summary>The path of its plain file.</summary>
    public string Plain => $"{Folder}/{JsonPaths.NameOf(Key)}{JsonPaths.Extension}";
}
