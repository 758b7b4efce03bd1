using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Records;

/// <summary>The answer to a read while no root gives one. No write is built on it.</summary>
/// <param name="Body">Null where memory knows that there was no record; the cache never says so.</param>
/// <param name="Revision">0 when the record was never written.</param>
/// <param name="ServedBy">Memory or cache.</param>
/// <param name="Age">How long ago a root confirmed it.</param>
internal sealed record UnvalidatedRecord(RecordBody? Body, long Revision, Tier ServedBy, TimeSpan Age);
