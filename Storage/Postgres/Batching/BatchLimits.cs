namespace HybridOrleans.Storage.Postgres.Batching;

/// <summary>How much one batch may hold, and how many batches may be on the way.</summary>
/// <param name="Lanes">Batches on the way at the same time, 1 or more.</param>
/// <param name="SizeMax">Requests per batch, 1 or more.</param>
/// <param name="BytesMax">Bytes per batch; a batch of one may be larger.</param>
internal readonly record struct BatchLimits(int Lanes, int SizeMax, long BytesMax);
