using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Repair;

/// <summary>Finds records whose stored bytes are not what was written, and takes them over on command.</summary>
/// <remarks>Safe for many callers at once. Only a store that people can edit by hand needs one.</remarks>
public interface IRecordRepair
{
    /// <summary>Reads every record of a component and reports the damaged ones.</summary>
    /// <param name="component">The component to look through.</param>
    /// <param name="keyPrefix">Only keys that start with this text; empty for all.</param>
    /// <param name="cancellation">Ends the search.</param>
    IAsyncEnumerable<DamagedRecord> FindDamagedAsync(
        Component component, string keyPrefix, CancellationToken cancellation);

    /// <summary>Writes a damaged or edited record as one more revision above everything known of it.</summary>
    /// <remarks>The damaged mark of a delete becomes a whole one: the record stays deleted.</remarks>
    /// <returns>
    /// The new revision; the present one when the record is not damaged, and then nothing is written.
    /// </returns>
    /// <exception cref="InvalidRecordException">
    /// The file holds no acceptable JSON, or is the damaged mark of a delete beside a whole record. Its bytes are in
    /// quarantine, the record is unchanged, and the message says what to do.
    /// </exception>
    ValueTask<Revision> AdoptAsync(RecordKey key, Epoch epoch, CancellationToken cancellation);
}
