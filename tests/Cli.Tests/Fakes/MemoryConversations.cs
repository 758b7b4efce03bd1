using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>Conversations in memory with the rules of the real ones.</summary>
internal sealed class MemoryConversations : IConversations
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ConversationKey, (List<ConversationMessage> Messages, long First)> _chats = [];

    /// <summary>Runs before every message that is appended; what it throws is what the caller gets.</summary>
    public Action<NewMessage> OnAppend { get; set; } = _ => { };

    /// <summary>How many messages were added.</summary>
    public int Writes { get; private set; }

    public async ValueTask<IReadOnlyList<MessageReceipt>> AppendManyAsync(
        ConversationKey key, IReadOnlyList<NewMessage> messages, CancellationToken cancellation)
    {
        NewMessage.RequireMany(messages);
        List<MessageReceipt> receipts = [];
        foreach (var message in messages)
        {
            OnAppend(message);
            receipts.Add(await AppendAsync(key, message, cancellation));
        }

        return receipts;
    }

    public ValueTask<MessageReceipt> AppendAsync(
        ConversationKey key, NewMessage message, CancellationToken cancellation)
    {
        message.Require();
        lock (_gate)
        {
            var (messages, first) = Of(key);
            // As few ids are recognised as the real ones recognise.
            var known = messages.TakeLast(1_000).FirstOrDefault(m => m.Id is not null && m.Id == message.Id);
            if (known is null)
            {
                known = new()
                {
                    Sequence = first + messages.Count,
                    Direction = message.Direction,
                    Text = message.Text,
                    Timestamp = message.Timestamp ?? DateTimeOffset.UnixEpoch,
                    Id = message.Id,
                };
                messages.Add(known);
                Writes++;
                return new(Receipt(known, true));
            }

            return new(Receipt(known, false));
        }
    }

    public ValueTask<ConversationReading> GetRecentAsync(
        ConversationKey key, int count, Freshness freshness, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var (messages, _) = Of(key);
            return new(Reading(
                key, messages.TakeLast(count), freshness == Freshness.Cached ? Tier.Memory : Tier.Store));
        }
    }

    public ValueTask<ConversationReading> GetRangeAsync(
        ConversationKey key, long from, int count, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(Reading(key, Of(key).Messages.Where(m => m.Sequence >= from).Take(count), Tier.Store));
        }
    }

    public ValueTask<long> CountAsync(ConversationKey key, Freshness freshness, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(Of(key).Messages.Count);
        }
    }

    public IAsyncEnumerable<ConversationKey> ListAsync(BotId bot, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _chats.Keys.Where(key => key.Bot == bot).ToArray().ToAsyncEnumerable();
        }
    }

    public ValueTask<long> DeleteAsync(ConversationKey key, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var (messages, first) = Of(key);
            _chats[key] = ([], first + messages.Count);
            return new(messages.Count);
        }
    }

    private (List<ConversationMessage> Messages, long First) Of(ConversationKey key)
    {
        if (!_chats.TryGetValue(key, out var chat))
        {
            _chats[key] = chat = ([], 1);
        }

        return chat;
    }

    private ConversationReading Reading(ConversationKey key, IEnumerable<ConversationMessage> messages, Tier tier)
        => new()
        {
            Messages = [.. messages],
            First = Of(key).First,
            Next = Of(key).First + Of(key).Messages.Count,
            ServedBy = tier,
            Age = TimeSpan.Zero,
        };

    private static MessageReceipt Receipt(ConversationMessage message, bool isNew) => new()
    {
        Sequence = message.Sequence,
        IsNew = isNew,
        Revision = message.Sequence,
        HeldBy = [Tier.Memory, Tier.Store],
    };
}
