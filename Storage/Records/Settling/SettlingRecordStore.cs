using System.Globalization;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Records.Settling;

/// <summary>Finds out what became of a write whose answer was lost.</summary>
/// <remarks>
/// <para>
/// The same compare-and-set is repeated with the same write id. Two answers settle it. Accepted: the first attempt
/// happened, or this one does; a late first attempt then finds its revision taken. Conflict with exactly the revision
/// that this write would have made, and not by this write: then it did not happen, and never can.
/// </para>
/// <para>
/// A conflict with any later revision settles nothing. Revisions form one chain, so somebody made the revision that
/// this write asked for, and it may have been this write, before the next one was built on it. To call that a conflict
/// would make the caller repeat its change and apply it twice.
/// </para>
/// <para>
/// Everything else, also a repeat that is known not to have been written, says nothing about the attempt before it.
/// </para>
/// </remarks>
internal sealed class SettlingRecordStore(
    IRecordStore inner, SettlingOptions options, TimeProvider time, ILogger<SettlingRecordStore> logger) : IRecordStore
{
    private readonly TimeSpan _limit = options.Limit;
    private readonly TimeSpan _pauseMin = options.PauseMin;
    private readonly TimeSpan _pauseMax = options.PauseMax;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => inner.ReadAsync(key, epoch, cancellation);

    /// <inheritdoc/>
    public async ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        try
        {
            return await inner.WriteAsync(write, cancellation);
        }
        catch (Exception e) when (
            e is OutcomeUnknownException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return await SettleAsync(write, e, cancellation);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => inner.WalkAsync(component, keyPrefix, after, cancellation);

    /// <inheritdoc/>
    public ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => inner.RaiseFenceAsync(component, lowest, cancellation);

    private async Task<WriteResult> SettleAsync(RecordWrite write, Exception lost, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(_limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var repeats = 0;
        for (var pause = TimeSpan.Zero; ; pause = Longer(pause))
        {
            WriteResult result;
            try
            {
                await Task.Delay(pause, time, both.Token);
                repeats++;
                result = await inner.WriteAsync(write, both.Token);
            }
            catch (OperationCanceledException e) when (both.IsCancellationRequested)
            {
                var why = cancellation.IsCancellationRequested ? "the caller gave up" : "the limit was reached";
                throw Unknown(write, why, repeats, started, cancellation.IsCancellationRequested ? e : lost);
            }
            catch (Exception e) when (
                e is OutcomeUnknownException or StoreUnavailableException or OperationCanceledException)
            {
                lost = e;
                continue;
            }
            catch (Exception e)
            {
                throw Unknown(write, "asking again was refused", repeats, started, e);
            }

            if (!result.Accepted && result.Revision.Value - 1 > write.Expected.Value)
            {
                throw Unknown(
                    write, $"revision {result.Revision} now stands, which may be built on it", repeats, started, lost);
            }

            logger.OutcomeSettled(
                Name, write.Key.Component, repeats, time.GetElapsedTime(started).TotalMilliseconds, result.Accepted);
            return result;
        }
    }

    private TimeSpan Longer(TimeSpan pause)
        => pause == TimeSpan.Zero ? _pauseMin : pause < _pauseMax / 2 ? pause * 2 : _pauseMax;

    private OutcomeUnknownException Unknown(RecordWrite write, string why, int repeats, long started, Exception cause)
    {
        var elapsed = time.GetElapsedTime(started);
        logger.OutcomeNotSettled(cause, Name, write.Key.Component, repeats, elapsed.TotalMilliseconds);
        return new OutcomeUnknownException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Writing to {write.Key.Component} in the {Name} store got no answer. It was asked again {repeats} "
                + $"time(s) in {elapsed.TotalSeconds:0.###} s (limit {_limit.TotalSeconds:0.###} s), and {why}. The "
                + $"write of revision {write.Expected.Next} may have happened, or may still happen. Read the record "
                + $"again before you decide, and check the health of {Name}."),
            cause);
    }
}
