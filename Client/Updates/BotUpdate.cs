using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>Names an update of Telegram, and whose it is.</summary>
/// <remarks>Immutable.</remarks>
public sealed record BotUpdate
{
    private readonly SessionOwner? _order;

    /// <summary>The bot.</summary>
    public required BotId Bot { get; init; }

    /// <summary>Telegram's <c>update_id</c>; an update with it is handled once. 1 or more.</summary>
    public required long Id { get; init; }

    /// <summary>The user who caused it; null when there is none, as in a channel.</summary>
    public long? UserId { get; init; }

    /// <summary>The chat that it comes from; null when there is none, as for an inline query.</summary>
    public long? ChatId { get; init; }

    /// <summary>The thread of a forum that it comes from; null outside of forums.</summary>
    public long? ThreadId { get; init; }

    /// <summary>
    /// The order key: updates with the same one are handled one after another, and their follow-ups and sends belong to
    /// it. Choose the chat for a game that a group plays together.
    /// </summary>
    /// <value>The user, or else the chat, or else the bot.</value>
    public SessionOwner Order
    {
        get => _order ?? (UserId is { } user ? SessionOwner.User(user)
            : ChatId is { } chat ? SessionOwner.Chat(chat)
            : SessionOwner.Bot);
        init => _order = value;
    }
}
