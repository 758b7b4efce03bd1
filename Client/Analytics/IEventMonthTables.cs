using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The monthly tables of the events, where PostgreSQL alone holds them. For operators.</summary>
/// <remarks>
/// A month is that of all bots. While JSON files hold events too, each call throws <see cref="InvalidInputException"/>
/// and says why. Repeating a call is harmless.
/// </remarks>
public interface IEventMonthTables
{
    /// <summary>Every month that has a table of its own or is detached, the earliest first.</summary>
    ValueTask<IReadOnlyList<MonthListing>> ListAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Takes a month that is over away, as a table of its own: its events are neither read nor written then, and every
    /// call that needs them says so.
    /// </summary>
    /// <returns>Null when it is detached; else why not, and nothing was changed.</returns>
    ValueTask<string?> DetachAsync(EventMonth month, CancellationToken cancellation = default);

    /// <summary>Puts a detached month back, as its table is now.</summary>
    /// <returns>Null when it is back; else why not, and nothing was changed.</returns>
    ValueTask<string?> AttachAsync(EventMonth month, CancellationToken cancellation = default);
}
