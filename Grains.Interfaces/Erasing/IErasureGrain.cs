using Orleans.Concurrency;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>The erasure of one user of one bot: a durable job that ends when every store has confirmed it.</summary>
/// <remarks>
/// The primary key is the Telegram id, the key extension the bot id. What is written after an erasure began is new data
/// and stays. Every call throws the errors of <see cref="HybridException"/>.
/// </remarks>
[Alias("hybrid.erasure")]
[GrainInterfaceType("hybrid.erasure")]
public interface IErasureGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>Notes durably that the user is to be erased, and begins. Repeating it begins anew.</summary>
    /// <param name="cancellation">Stops the waiting; a job that was noted is carried on.</param>
    /// <returns>How far it came within a few seconds.</returns>
    [Alias("erase")]
    ValueTask<ErasureReceipt> EraseAsync(CancellationToken cancellation);

    /// <summary>Goes on with a job that is open; without one it does nothing.</summary>
    /// <param name="cancellation">Stops the waiting; the job is carried on.</param>
    [Alias("go-on")]
    ValueTask<ErasureReceipt> GoOnAsync(CancellationToken cancellation);

    /// <summary>Tells how far it is, from the store.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("status")]
    [AlwaysInterleave]
    ValueTask<ErasureReceipt> StatusAsync(CancellationToken cancellation);
}
