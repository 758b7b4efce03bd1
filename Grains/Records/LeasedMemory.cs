using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Leases;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Records;

/// <summary>What a record's memory may answer: by itself, with the root's word, or marked where no root answers.
/// </summary>
/// <remarks>Used by one activation only, on its scheduler.</remarks>
internal sealed class LeasedMemory
{
    private readonly RecordMemory _memory;
    private readonly ViewLease _lease;
    private readonly RecordStores _stores;
    private readonly Func<RecordKey> _key;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SharedQuestion<HeldRecord> _confirming;

    public LeasedMemory(
        RecordMemory memory, ViewLease lease, RecordStores stores, Func<RecordKey> key, TimeProvider time,
        ILogger logger)
    {
        (_memory, _lease, _stores, _key, _time, _logger) = (memory, lease, stores, key, time, logger);
        _confirming = new SharedQuestion<HeldRecord>(async () => await ConfirmNowAsync());
    }

    /// <summary>True when what is remembered answers without a question. Allocates nothing.</summary>
    /// <param name="known">What is remembered.</param>
    /// <param name="now">The monotonic time.</param>
    public bool Covers(HeldRecord known, long now) => _lease.Covers(known.ConfirmedAt, now);

    /// <summary>What is remembered, once the root has said that it holds the same; else what it holds.</summary>
    /// <exception cref="HybridException">The root did not answer, or its answer cannot be true.</exception>
    public Task<HeldRecord> ConfirmAsync() => _confirming.AskAsync();

    /// <summary>The newer of what memory and the cache hold, when no root answers.</summary>
    /// <param name="seenRevision">Nothing older is an answer.</param>
    public async ValueTask<UnvalidatedRecord?> ReadUnvalidatedAsync(long seenRevision)
    {
        var known = _memory.Known is { } held && held.Revision >= seenRevision ? held : null;
        var atLeast = known is null ? Math.Max(seenRevision, _memory.Floor) : known.Revision + 1;
        return await _stores.ReadUnvalidatedAsync(_key(), new Revision(atLeast)) is { } cached
                ? new UnvalidatedRecord(cached.Body, cached.Revision.Value, Tier.Cache, cached.Age)
            : known is not null
                ? new UnvalidatedRecord(known.Body, known.Revision, Tier.Memory, _memory.AgeOf(known))
            : null;
    }

    private async ValueTask<HeldRecord> ConfirmNowAsync()
    {
        if (_memory.Known is not { } known)
        {
            return await _memory.ReadAsync(CancellationToken.None);
        }

        var begun = _time.GetTimestamp();
        RecordStamp? stamp;
        try
        {
            stamp = await _lease.AskRootAsync(() => _stores.StampAsync(_key(), CancellationToken.None));
        }
        catch (Exception e)
        {
            Log.ReadFailed(_logger, _memory.Kind.Noun, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }

        return Holds(stamp, known) && _memory.Confirm(known, begun) is { } confirmed
            ? confirmed
            : await _memory.ReadAsync(CancellationToken.None);
    }

    /// <summary>True when the root holds what is remembered.</summary>
    private static bool Holds(RecordStamp? stamp, HeldRecord known)
        => stamp is null
            ? known.Revision == 0
            : stamp.Revision.Value == known.Revision && stamp.IsTombstone == known.Body is null
                && (stamp.Hash is not { } hash || known.Body is null || known.Body.Hash.Span.SequenceEqual(hash.Span));
}
