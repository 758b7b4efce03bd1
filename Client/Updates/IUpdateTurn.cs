using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>One turn of one order key: what a handler reads and changes, kept as a whole or not at all.</summary>
/// <remarks>
/// Used by one handler, and not after it. A handler may be run again when another order key changed the same state
/// meanwhile or when its turn was lost: whatever it does outside of the turn may then happen twice.
/// </remarks>
public interface IUpdateTurn
{
    /// <summary>The bot.</summary>
    BotId Bot { get; }

    /// <summary>The order key.</summary>
    SessionOwner Order { get; }

    /// <summary>The update; null for a follow-up and for an act of the bot.</summary>
    BotUpdate? Update { get; }

    /// <summary>What is to be done later.</summary>
    IFollowUps FollowUps { get; }

    /// <summary>What is to be sent.</summary>
    IOutbox Outbox { get; }

    /// <summary>Loads typed state; the same object again in the same turn.</summary>
    /// <typeparam name="T">A class with <see cref="SessionStateAttribute"/>.</typeparam>
    /// <param name="owner">Whose state: of the order key, or of anybody else.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="InvalidInputException">
    /// The type has no name, or what is stored is of a newer version than the type.
    /// </exception>
    ValueTask<ISession<T>> SessionAsync<T>(SessionOwner owner, CancellationToken cancellation = default)
        where T : class, new();
}
