namespace HybridOrleans.Storage.Json;

/// <summary>Something that waits for the writer of a component.</summary>
internal abstract class QueuedWork
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;

    private int _stage;

    /// <summary>When it was queued, as a timestamp of the store's clock.</summary>
    public required long QueuedAt { get; init; }

    /// <summary>How long it waits for the lock.</summary>
    public required TimeSpan LockTimeout { get; init; }

    /// <summary>The memory it holds, roughly.</summary>
    public virtual int Bytes => 0;

    /// <summary>Called by the writer: from now on the work may happen.</summary>
    /// <returns>False when the caller has given it up, and then it never happens.</returns>
    public bool TryTake() => Interlocked.CompareExchange(ref _stage, Taken, Queued) == Queued;

    /// <summary>Called by the caller: from now on the work never happens.</summary>
    /// <returns>False when the writer has begun with it.</returns>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _stage, Abandoned, Queued) == Queued;

    /// <summary>Notes a failure, to be announced. The first note counts.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Tells the caller. Without a noted answer it does nothing.</summary>
    public abstract void Announce();
}
