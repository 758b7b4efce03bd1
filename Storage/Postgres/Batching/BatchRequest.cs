using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Batching;

/// <summary>One call that waits to share a round trip with others.</summary>
/// <remarks>
/// Whether a call may have reached the server decides between "known not written" and "unknown". So each request says
/// where it is: waiting (it can still be withdrawn, and then was never sent), sent, or withdrawn.
/// </remarks>
internal abstract class BatchRequest(RecordKey key)
{
    private const int Waiting = 0;
    private const int Sent = 1;
    private const int Withdrawn = 2;
    private int _place;

    public RecordKey Key { get; } = key;

    /// <summary>Bytes that the request adds to a batch.</summary>
    public virtual int Bytes => 0;

    /// <summary>True when no other request of the same key may be on the way at the same time.</summary>
    public abstract bool NeedsKeyAlone { get; }

    public bool IsWithdrawn => Volatile.Read(ref _place) == Withdrawn;

    /// <summary>Called right before the request goes out. False: nobody waits for it any more, leave it out.</summary>
    public bool TrySend() => Interlocked.CompareExchange(ref _place, Sent, Waiting) == Waiting;

    /// <summary>Called when nobody waits any more. True: the request was never sent and never will be.</summary>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _place, Withdrawn, Waiting) == Waiting;

    /// <summary>Called when the server has said that it rolled the request back: as if never sent.</summary>
    public void TakeBack() => Interlocked.CompareExchange(ref _place, Waiting, Sent);

    /// <summary>Answers the caller with an error. The first answer counts.</summary>
    public abstract void Fail(Exception error);
}
