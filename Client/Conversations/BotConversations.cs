using System.Globalization;
using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Conversations;

/// <summary>The conversations, through one <see cref="IConversationGrain"/> each.</summary>
internal sealed class BotConversations(
    IGrainFactory grains, CallPolicy calls, SeenRevisions<ConversationKey> seen) : IConversations
{
    public async ValueTask<MessageReceipt> AppendAsync(
        ConversationKey key, NewMessage message, CancellationToken cancellation = default)
    {
        Require(key);
        ArgumentNullException.ThrowIfNull(message);
        message.Require();
        var named = Named(message);
        var receipt = await calls.RunAsync(
            CallKind.Repeatable,
            (Self: this, Key: key, Message: named),
            static (a, token) => a.Self.Grain(a.Key).AppendAsync(a.Message, token),
            cancellation);
        seen.Remember(key, receipt.Revision);
        return receipt;
    }

    public async ValueTask<IReadOnlyList<MessageReceipt>> AppendManyAsync(
        ConversationKey key, IReadOnlyList<NewMessage> messages, CancellationToken cancellation = default)
    {
        Require(key);
        NewMessage.RequireMany(messages);
        NewMessage[] named = [.. messages.Select(Named)];
        var receipts = await calls.RunAsync(
            CallKind.Repeatable,
            (Self: this, Key: key, Messages: named),
            static (a, token) => a.Self.Grain(a.Key).AppendManyAsync(a.Messages, token),
            cancellation);
        seen.Remember(key, receipts[^1].Revision);
        return receipts;
    }

    public ValueTask<ConversationReading> GetRecentAsync(
        ConversationKey key,
        int count = 20,
        Freshness freshness = Freshness.Cached,
        CancellationToken cancellation = default)
    {
        RequireCount(count);
        return RecentAsync(key, count, freshness, cancellation);
    }

    public ValueTask<ConversationReading> GetRangeAsync(
        ConversationKey key, long from, int count = 100, CancellationToken cancellation = default)
    {
        RequireCount(count);
        return ReadAsync(
            key,
            (From: from, Count: count),
            static (grain, a, revision) => grain.ReadRangeAsync(a.From, a.Count, revision),
            cancellation);
    }

    public async ValueTask<long> CountAsync(
        ConversationKey key, Freshness freshness = Freshness.Cached, CancellationToken cancellation = default)
        => (await RecentAsync(key, 0, freshness, cancellation)).Count;

    public IAsyncEnumerable<ConversationKey> ListAsync(BotId bot, CancellationToken cancellation = default)
        => KeyListing.Of(
                calls, grains, bot,
                static (directory, after, limit, token) => directory.ChatsAsync(after, limit, token), cancellation)
            .Distinct()
            .Select(id => new ConversationKey(bot, long.Parse(id, CultureInfo.InvariantCulture)));

    public async ValueTask<long> DeleteAsync(ConversationKey key, CancellationToken cancellation = default)
    {
        Require(key);
        var deletion = await calls.RunAsync(
            CallKind.Repeatable,
            (Self: this, Key: key),
            static (a, token) => a.Self.Grain(a.Key).DeleteAsync(token),
            cancellation);
        seen.Remember(key, deletion.Revision);
        return deletion.Deleted;
    }

    private ValueTask<ConversationReading> RecentAsync(
        ConversationKey key, int count, Freshness freshness, CancellationToken cancellation)
        => ReadAsync(
            key,
            (Count: count, Freshness: freshness),
            static (grain, a, revision) => grain.ReadRecentAsync(a.Count, a.Freshness, revision),
            cancellation);

    private async ValueTask<ConversationReading> ReadAsync<TArgument>(
        ConversationKey key,
        TArgument argument,
        Func<IConversationGrain, TArgument, long, ValueTask<ConversationReading>> read,
        CancellationToken cancellation)
    {
        Require(key);
        var reading = await calls.RunAsync(
            CallKind.Read,
            (Self: this, Key: key, Argument: argument, Read: read),
            static (a, token) => new ValueTask<ConversationReading>(
                a.Read(a.Self.Grain(a.Key), a.Argument, a.Self.SeenOf(a.Key)).AsTask().WaitAsync(token)),
            cancellation);
        seen.Remember(key, reading.Revision);
        return reading;
    }

    private static NewMessage Named(NewMessage message)
        => message.Id is null ? message with { Id = Guid.NewGuid().ToString("n") } : message;

    private IConversationGrain Grain(ConversationKey key)
        => grains.GetGrain<IConversationGrain>(key.ChatId, key.Bot.Value);

    private long SeenOf(ConversationKey key) => seen.Of(key);

    /// <exception cref="InvalidInputException">The key is <c>default</c>.</exception>
    private static void Require(ConversationKey key) => _ = new ConversationKey(key.Bot, key.ChatId);

    private static void RequireCount(int count)
    {
        if (count is < 1 or > 1_000)
        {
            throw new InvalidInputException($"{count} messages at once are refused: ask for 1 to 1,000.");
        }
    }
}
