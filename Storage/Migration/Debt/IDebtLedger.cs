using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Debt;

/// <summary>Remembers, durably in the root, that the follower may lack acknowledged writes.</summary>
/// <remarks>
/// It steers repair and status. No safety rests on it: a read in <see cref="Phase.Live"/> compares with the root, and a
/// switch of the root verifies. Safe for many callers at once, in one process and in several.
/// </remarks>
public interface IDebtLedger
{
    /// <summary>What is known now.</summary>
    /// <exception cref="StoreUnavailableException">No answer.</exception>
    ValueTask<DebtState> ReadAsync(Component component, CancellationToken cancellation);

    /// <summary>
    /// Sees to it that debt stands which no synchronisation has begun to pay. Cheap when that is so already.
    /// </summary>
    /// <exception cref="StoreUnavailableException">
    /// It is not known to stand. A write that depends on it is of unknown outcome.
    /// </exception>
    ValueTask RaiseAsync(Component component, CancellationToken cancellation);

    /// <summary>Notes that a synchronisation begins; debt raised from now on is not paid by it.</summary>
    /// <returns>The generation to pay at its end.</returns>
    ValueTask<long> BeginPayingAsync(Component component, CancellationToken cancellation);

    /// <summary>Clears the debt if none was raised since <see cref="BeginPayingAsync"/>.</summary>
    /// <returns>False when new debt stands.</returns>
    ValueTask<bool> TryPayAsync(Component component, long generation, CancellationToken cancellation);
}
