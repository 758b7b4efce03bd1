using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The conversations of bots: messages that are appended, numbered, and never changed.</summary>
/// <remarks>
/// Per client, reads never go back and see the client's own messages. An acknowledged message is durable. A message
/// that is not acceptable, and an id that is none, throw <see cref="InvalidInputException"/>.
/// </remarks>
public interface IConversations
{
    /// <summary>Appends a message.</summary>
    /// <param name="key">The bot and the chat.</param>
    /// <param name="message">
    /// The message. Without an id of its own it gets one for this call, so that the client may repeat the call after a
    /// lost answer; with one, an update that is delivered again adds nothing either.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the message may still be stored.</param>
    /// <returns>
    /// The number of the message. It is not new when one of the last 1,000 messages of the chat has its id.
    /// </returns>
    ValueTask<MessageReceipt> AppendAsync(
        ConversationKey key, NewMessage message, CancellationToken cancellation = default);

    /// <summary>Appends messages in their order, with no other between them; up to 16 share one write.</summary>
    /// <param name="key">The bot and the chat.</param>
    /// <param name="messages">
    /// 1 to <see cref="NewMessage.ManyMax"/>, each as in <see cref="AppendAsync"/>. All are checked before one is sent.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the messages may still be stored.</param>
    /// <returns>A receipt for each, in their order.</returns>
    /// <remarks>
    /// It is not all or nothing: after an error those before the failed one may be stored, and none after it is.
    /// Repeating the call with the same ids adds what is missing.
    /// </remarks>
    ValueTask<IReadOnlyList<MessageReceipt>> AppendManyAsync(
        ConversationKey key, IReadOnlyList<NewMessage> messages, CancellationToken cancellation = default);

    /// <summary>Reads the newest messages.</summary>
    /// <param name="key">The bot and the chat.</param>
    /// <param name="count">1 to 1,000: how many at most. Up to 50 usually come from the grain's memory.</param>
    /// <param name="freshness">Whether the grain's memory may answer.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<ConversationReading> GetRecentAsync(
        ConversationKey key,
        int count = 20,
        Freshness freshness = Freshness.Cached,
        CancellationToken cancellation = default);

    /// <summary>Reads messages from a number on, from the store.</summary>
    /// <param name="key">The bot and the chat.</param>
    /// <param name="from">The lowest number wanted; deleted messages are passed over.</param>
    /// <param name="count">1 to 1,000: how many at most. The last one's number plus 1 is where to go on.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<ConversationReading> GetRangeAsync(
        ConversationKey key, long from, int count = 100, CancellationToken cancellation = default);

    /// <summary>Counts the messages of a conversation.</summary>
    /// <param name="key">The bot and the chat.</param>
    /// <param name="freshness">Whether the grain's memory may answer.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<long> CountAsync(
        ConversationKey key, Freshness freshness = Freshness.Cached, CancellationToken cancellation = default);

    /// <summary>Lists the conversations of a bot, page by page.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <returns>
    /// The chats with messages, and some that had, in no order that means anything, each once: their ids are remembered
    /// while the listing goes on. It is no snapshot.
    /// </returns>
    IAsyncEnumerable<ConversationKey> ListAsync(BotId bot, CancellationToken cancellation = default);

    /// <summary>Deletes all messages of a conversation; the numbers of later ones go on.</summary>
    /// <param name="key">The bot and the chat.</param>
    /// <param name="cancellation">Stops the waiting; the delete may still happen.</param>
    /// <returns>
    /// How many there were. 0 also when the answer of the call that deleted them was lost and the client repeated it.
    /// </returns>
    /// <remarks>
    /// A message that is appended meanwhile may stay. After <see cref="OutcomeUnknownException"/> call it again: it
    /// finishes what was begun.
    /// </remarks>
    ValueTask<long> DeleteAsync(ConversationKey key, CancellationToken cancellation = default);
}
