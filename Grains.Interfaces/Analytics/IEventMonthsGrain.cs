namespace HybridOrleans.Grains.Interfaces;

/// <summary>
/// The monthly tables of the events of all bots, where PostgreSQL alone holds them. The key is 0; every silo answers.
/// </summary>
[Alias("hybrid.event-months")]
[GrainInterfaceType("hybrid.event-months")]
public interface IEventMonthsGrain : IGrainWithIntegerKey
{
    /// <summary>Every month that has a table of its own or is detached, the earliest first.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("list")]
    ValueTask<IReadOnlyList<MonthListing>> ListAsync(CancellationToken cancellation);

    /// <summary>Takes a month that is over away, as a table of its own; repeating it is harmless.</summary>
    /// <param name="month">The month, of all bots.</param>
    /// <param name="cancellation">Stops the waiting; it may be detached all the same.</param>
    /// <returns>Empty when it is detached; else why not, and nothing was changed.</returns>
    [Alias("detach")]
    ValueTask<string> DetachAsync(EventMonth month, CancellationToken cancellation);

    /// <summary>Puts a detached month back, as its table is now; repeating it is harmless.</summary>
    /// <param name="month">The month, of all bots.</param>
    /// <param name="cancellation">Stops the waiting; it may be back all the same.</param>
    /// <returns>Empty when it is back; else why not, and nothing was changed.</returns>
    [Alias("attach")]
    ValueTask<string> AttachAsync(EventMonth month, CancellationToken cancellation);
}
