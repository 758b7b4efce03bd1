using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.GrainStorage;

/// <summary>
/// Grain state that is JSON already: the provider keeps its body token for token, without a serializer.
/// </summary>
/// <remarks>
/// Used as <c>IPersistentState&lt;RecordState&gt;</c>. Moves with a migrating activation. Not thread-safe.
/// </remarks>
[GenerateSerializer]
[Alias("hybrid.storage.record-state")]
public sealed class RecordState
{
    /// <summary>
    /// The JSON, or null when there is no record. Writing null state deletes nothing; clear the state for that.
    /// </summary>
    [Id(0)]
    public RecordBody? Body { get; set; }

    /// <summary>
    /// True when the read that brought the body had it from the cache, confirmed by the store. It is not written.
    /// </summary>
    [Id(1)]
    public bool IsFromCache { get; set; }
}
