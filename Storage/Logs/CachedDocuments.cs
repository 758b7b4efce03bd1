using System.Collections.Concurrent;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Logs;

/// <summary>Documents as the cache has them, for one reader. What it does not have is missing here.</summary>
internal sealed class CachedDocuments(Func<RecordKey, ValueTask<CachedRecord?>> cached) : IRecordStore
{
    private readonly ConcurrentBag<TimeSpan> _ages = [];

    /// <inheritdoc/>
    public string Name => "cache";

    /// <summary>The age of the oldest document that was read.</summary>
    public TimeSpan Age => _ages.DefaultIfEmpty().Max();

    /// <inheritdoc/>
    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        if (await cached(key) is not { } record)
        {
            return null;
        }

        _ages.Add(record.Age);
        return new StoredRecord { Revision = record.Revision, WriteId = default, Body = record.Body };
    }

    /// <inheritdoc/>
    public ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation) => throw ReadOnly();

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation) => throw ReadOnly();

    /// <inheritdoc/>
    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("The cache can only be read.");
}
