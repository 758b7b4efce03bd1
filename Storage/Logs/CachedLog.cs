using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>The end of a log as the cache has it, without a root having been asked: it may be out of date.</summary>
/// <param name="Reading">Entries without a gap; there may be later ones.</param>
/// <param name="Age">How long ago a root confirmed the oldest of its documents, by the clocks of the silos.</param>
public sealed record CachedLog(LogReading Reading, TimeSpan Age)
{
    /// <summary>Reads the newest entries that the cache has.</summary>
    /// <returns>Null when it has none: that a log is empty is for the root to say.</returns>
    internal static async ValueTask<CachedLog?> ReadLastAsync(
        RecordKey log, LogShape shape, int max, Func<RecordKey, ValueTask<CachedRecord?>> cached)
    {
        var documents = new CachedDocuments(cached);
        try
        {
            var reading = await new SegmentedLog(documents, log, shape).ReadLastAsync(max, CancellationToken.None);
            return reading.Entries.Count == 0 ? null : new CachedLog(reading, documents.Age);
        }
        catch (DamagedRecordException)
        {
            // Documents of different times need not fit together.
            return null;
        }
    }
}
