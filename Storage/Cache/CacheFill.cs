using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Cache;

/// <summary>An entry on its way to the cache.</summary>
/// <param name="Key">The record.</param>
/// <param name="Entry">What a root has confirmed.</param>
/// <param name="ReplacesNewer">
/// True when the root was seen to hold this and the cache a newer revision: the root went back to an older copy.
/// </param>
internal readonly record struct CacheFill(RecordKey Key, CacheEntry Entry, bool ReplacesNewer)
{
    /// <summary>What it takes of the queue.</summary>
    public int Bytes => CacheEntryFormat.HeadBytes + (Entry.Body?.Utf8.Length ?? 0);
}
