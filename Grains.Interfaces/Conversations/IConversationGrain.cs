using Orleans.Concurrency;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>One conversation of one bot. Its activation is the tier-1 cache of the last messages.</summary>
/// <remarks>
/// The primary key is the chat id, the key extension the bot id. Messages are stored in the order in which they reach
/// the activation; those that come while others are on their way to the store share one write. Reads go on beside
/// writes in flight and return what is acknowledged. Every call throws the errors of <see cref="HybridException"/>.
/// </remarks>
[Alias("hybrid.conversation")]
[GrainInterfaceType("hybrid.conversation")]
public interface IConversationGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>Appends a message.</summary>
    /// <param name="message">
    /// The message. When one of the last 1,000 messages has its id, nothing is added and that one is named.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the message may still be stored.</param>
    [Alias("append")]
    [AlwaysInterleave]
    ValueTask<MessageReceipt> AppendAsync(NewMessage message, CancellationToken cancellation);

    /// <summary>Appends messages in their order, with no other between them.</summary>
    /// <param name="messages">
    /// 1 to <see cref="NewMessage.ManyMax"/>. One whose id the last 1,000 messages have adds nothing.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the messages may still be stored.</param>
    /// <returns>A receipt for each, in their order.</returns>
    /// <remarks>
    /// Up to 16 share one write. When one fails those before it may be stored, and none after it is: repeat the call.
    /// </remarks>
    [Alias("append-many")]
    [AlwaysInterleave]
    ValueTask<IReadOnlyList<MessageReceipt>> AppendManyAsync(
        IReadOnlyList<NewMessage> messages, CancellationToken cancellation);

    /// <summary>Reads the newest messages.</summary>
    /// <param name="count">0 to 1,000: how many at most; 0 asks for the numbers alone.</param>
    /// <param name="freshness">Whether memory may answer.</param>
    /// <param name="seenRevision">
    /// The highest revision that the caller knows of; an older activation reads again.
    /// </param>
    [Alias("recent")]
    [AlwaysInterleave]
    ValueTask<ConversationReading> ReadRecentAsync(int count, Freshness freshness, long seenRevision);

    /// <summary>Reads messages from a number on; always asks the store.</summary>
    /// <param name="from">The lowest number wanted; deleted messages are passed over.</param>
    /// <param name="count">1 to 1,000: how many at most.</param>
    /// <param name="seenRevision">The highest revision that the caller knows of.</param>
    [Alias("range")]
    [AlwaysInterleave]
    ValueTask<ConversationReading> ReadRangeAsync(long from, int count, long seenRevision);

    /// <summary>Deletes all messages that were acknowledged before; the numbers go on.</summary>
    /// <param name="cancellation">Stops the waiting; the delete may still happen.</param>
    /// <remarks>
    /// A message that is appended meanwhile may stay. Repeating it is harmless, and finishes a delete that was
    /// interrupted.
    /// </remarks>
    [Alias("delete")]
    [AlwaysInterleave]
    ValueTask<ConversationDeletion> DeleteAsync(CancellationToken cancellation);
}
