using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Repair;

/// <summary>A record whose stored bytes are not what was written.</summary>
/// <param name="Key">The record.</param>
/// <param name="Place">The file, relative to the root of the store.</param>
/// <param name="Reason">What does not fit, without personal data.</param>
/// <param name="CanBeAdopted">
/// True when adopting works: the bytes are acceptable JSON and are kept, or what is damaged is the mark of a delete.
/// </param>
public sealed record DamagedRecord(RecordKey Key, string Place, string Reason, bool CanBeAdopted);
