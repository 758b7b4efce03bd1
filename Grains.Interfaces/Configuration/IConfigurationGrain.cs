using Orleans.Concurrency;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>
/// One configuration of one bot: the one place that changes it. Read by <see cref="IConfigurationReaderGrain"/>.
/// </summary>
/// <remarks>
/// The primary key is <see cref="ConfigurationKey.ToGrainKey"/>. Changes run one after another. One is acknowledged
/// only when no silo answers with the value before it any more: each has given its copy up, or its lease has run out,
/// at most 1.5 s later. An activation that has just begun does not know which silos hold copies, and lets one lease
/// pass before its first change. Every call throws the errors of <see cref="HybridException"/>.
/// </remarks>
[Alias("hybrid.configuration")]
[GrainInterfaceType("hybrid.configuration")]
public interface IConfigurationGrain : IGrainWithStringKey
{
    /// <summary>Reads past the copies of the silos.</summary>
    /// <param name="freshness">Whether memory may answer.</param>
    /// <param name="seenRevision">The highest revision that the caller knows of; never answered with less.</param>
    [Alias("read")]
    [AlwaysInterleave]
    ValueTask<ConfigurationReading> ReadAsync(Freshness freshness, long seenRevision);

    /// <summary>Replaces the whole configuration.</summary>
    /// <param name="body">
    /// A JSON object, at most <see cref="ConfigurationLimits.BodyBytesMax"/> bytes, at most 63 levels deep.
    /// </param>
    /// <param name="expectedRevision">
    /// Null to replace whatever is there; else the revision that must be the present one.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    [Alias("save")]
    ValueTask<WriteReceipt> SaveAsync(JsonText body, long? expectedRevision, CancellationToken cancellation);

    /// <summary>
    /// Changes parts of the configuration inside the grain, so that concurrent callers never lose each other's changes.
    /// </summary>
    /// <param name="mergePatch">
    /// A JSON merge patch (RFC 7396) that is an object. Values it does not name keep their text.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    [Alias("patch")]
    ValueTask<WriteReceipt> PatchAsync(JsonText mergePatch, CancellationToken cancellation);

    /// <summary>Deletes the configuration with its history. Its revision goes on.</summary>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <returns>The receipt of the delete, or null when there was none; then nothing is written.</returns>
    [Alias("delete")]
    ValueTask<WriteReceipt?> DeleteAsync(CancellationToken cancellation);

    /// <summary>Tells the last changes, as the store has them.</summary>
    [Alias("history")]
    [AlwaysInterleave]
    ValueTask<ConfigurationHistory> HistoryAsync();
}
