using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Cache;

/// <summary>What the cache holds of a record, without a root having been asked: it may be out of date.</summary>
/// <param name="Revision">1 or more.</param>
/// <param name="Body">The body of that revision.</param>
/// <param name="Age">How long ago a root confirmed it, by the clocks of the silos; never negative.</param>
public sealed record CachedRecord(Revision Revision, RecordBody Body, TimeSpan Age);
