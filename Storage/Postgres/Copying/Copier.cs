using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Copying;

/// <summary>Brings copies into one component: a few by lanes that they share with others, many in bulk.</summary>
/// <remarks>
/// A bulk runs on a connection from a part of the pool that neither writes nor reads use, so that a synchronisation
/// leaves live calls their lanes. It is cut into pieces that each commit within the limit.
/// </remarks>
internal sealed class Copier(
    Component component, CopyWriter writer, PostgresErrors errors, PostgresStoreOptions options, PoolShares shares,
    TimeProvider time) : IAsyncDisposable
{
    /// <summary>Up to this many copies go by the lanes.</summary>
    public const int LaneMax = 64;

    private const int PieceSizeMax = 2_048;

    private readonly TimeSpan _limit = options.OperationTimeout;
    private readonly Batcher<CopyRequest> _lanes = new(
        new BatchLimits(options.WriteLanes, options.WriteBatchSizeMax, options.WriteBatchBytesMax), shares.Writes,
        writer.RunAsync);

    /// <summary>Brings copies in; an answer for each, in their order.</summary>
    public async Task<IReadOnlyList<CopyResult>> PutAsync(
        IReadOnlyList<RecordCopy> copies, CancellationToken cancellation)
    {
        if (copies.Count == 1)
        {
            var only = new CopyRequest(copies[0]);
            return [await RunByLaneAsync(only, cancellation).ConfigureAwait(false)];
        }

        if (copies.Count > LaneMax)
        {
            // Great many are made ready on the pool: meanwhile the caller reads the next ones.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        var requests = copies.Select(copy => new CopyRequest(copy)).ToArray();
        var inBulk = requests.Length > LaneMax
            ? requests.Where(r => r.Copy.Replaces is null).ToList()
            : [];
        var byLanes = inBulk.Count == 0 ? requests : [.. requests.Where(r => r.Copy.Replaces is not null)];
        foreach (var piece in Pieces(inBulk))
        {
            await RunPieceAsync(piece, cancellation).ConfigureAwait(false);
        }

        return await RunByLanesAsync(byLanes, requests, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lanes.DisposeAsync();

    /// <summary>What every write of a component brings that is written to both stores.</summary>
    private async Task<CopyResult> RunByLaneAsync(CopyRequest request, CancellationToken cancellation)
    {
        if (!_lanes.TryAdd(request))
        {
            throw PostgresErrors.Closed();
        }

        try
        {
            return await request.WaitAsync(_limit, time, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            request.TryWithdraw();
            cancellation.ThrowIfCancellationRequested();
            throw errors.NotCopied(component, e);
        }
    }

    private async Task<IReadOnlyList<CopyResult>> RunByLanesAsync(
        IReadOnlyList<CopyRequest> byLanes, IReadOnlyList<CopyRequest> all, CancellationToken cancellation)
    {
        if (byLanes.Any(request => !_lanes.TryAdd(request)))
        {
            throw PostgresErrors.Closed();
        }

        try
        {
            return await Task.WhenAll(all.Select(r => r.WaitAsync(_limit, time, cancellation))).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            foreach (var request in byLanes)
            {
                request.TryWithdraw();
            }

            cancellation.ThrowIfCancellationRequested();
            throw errors.NotCopied(component, e);
        }
    }

    private async Task RunPieceAsync(List<CopyRequest> piece, CancellationToken cancellation)
    {
        if (!await shares.Bulks.WaitAsync(_limit, cancellation).ConfigureAwait(false))
        {
            throw errors.NotSentInTime(component);
        }

        // A caller that stops waiting leaves the piece to its own limit, and with it the connection.
        var run = RunAndReleaseAsync();
        await run.WaitAsync(cancellation).ConfigureAwait(false);

        async Task RunAndReleaseAsync()
        {
            try
            {
                await writer.RunBulkAsync(piece).ConfigureAwait(false);
            }
            finally
            {
                shares.Bulks.Release();
            }
        }
    }

    private IEnumerable<List<CopyRequest>> Pieces(List<CopyRequest> requests)
    {
        var piece = new List<CopyRequest>();
        var bytes = 0L;
        foreach (var request in requests)
        {
            if (piece.Count == PieceSizeMax || (piece.Count > 0 && bytes + request.Bytes > options.WriteBatchBytesMax))
            {
                yield return piece;
                piece = [];
                bytes = 0;
            }

            piece.Add(request);
            bytes += request.Bytes;
        }

        if (piece.Count > 0)
        {
            yield return piece;
        }
    }
}
