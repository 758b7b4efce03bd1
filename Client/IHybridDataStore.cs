using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>What a bot stores and reads. It never shows, and never needs to know, where a value is kept.</summary>
/// <remarks>
/// Safe for many callers at once; one per process. Every call throws the errors derived from
/// <see cref="HybridException"/> and, when its token is cancelled,
/// <see cref="OperationCanceledException"/>.
/// </remarks>
public interface IHybridDataStore
{
    /// <summary>The profiles of Telegram users and groups.</summary>
    IUserProfiles Users { get; }

    /// <summary>The configuration of bots.</summary>
    IBotConfiguration Configuration { get; }

    /// <summary>The messages of chats.</summary>
    IConversations Conversations { get; }

    /// <summary>The events of bots.</summary>
    IAnalytics Analytics { get; }

    /// <summary>The monthly tables of the events in PostgreSQL. For operators; a bot needs none of it.</summary>
    IEventMonthTables EventMonths { get; }

    /// <summary>Handles updates: session state, follow-ups, sends and their limits.</summary>
    IUpdates Updates { get; }

    /// <summary>Finds and takes over damaged data, and keeps what could not be imported.</summary>
    IDataRepair Repair { get; }

    /// <summary>
    /// Erases a user: profile, conversation of the chat with the same id, configuration of the scopes <c>user</c> and
    /// <c>chat</c> with that id, sessions, and what earlier revisions left, in every tier and every store.
    /// </summary>
    /// <param name="key">The bot and the user.</param>
    /// <param name="cancellation">Stops the waiting; the erasure may still be carried out.</param>
    /// <returns>
    /// Complete, or what is still open and why. An open erasure is durable, and the silos carry it on by themselves
    /// when a store that was away is back. What is written after it began is new data and stays.
    /// </returns>
    /// <exception cref="DataUnavailableException">The erasure could not even be noted; repeat the call.</exception>
    ValueTask<ErasureReceipt> DeleteUserAsync(UserKey key, CancellationToken cancellation = default);

    /// <summary>Tells how far the erasure of a user is.</summary>
    /// <param name="key">The bot and the user.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<ErasureReceipt> GetErasureAsync(UserKey key, CancellationToken cancellation = default);

    /// <summary>Moves components between JSON files and PostgreSQL. For operators; a bot needs none of it.</summary>
    IMigrationControl Migration { get; }
}
