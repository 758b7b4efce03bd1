using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Residency;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Conversations;

/// <summary>
/// One conversation of one bot: the rules of <see cref="IConversationGrain"/> over a <see cref="ConversationMemory"/>.
/// </summary>
/// <remarks>
/// The store is asked by the first call and not while the grain activates, for the reason that
/// <see cref="Users.UserGrain"/> has.
/// </remarks>
[GrainType("conversation")]
internal sealed class ConversationGrain : ResidentGrain, IConversationGrain
{
    private const int CountMax = 1_000;

    private static readonly Tier[] MemoryAndStore = [Tier.Memory, Tier.Store];
    private static readonly Tier[] StoreOnly = [Tier.Store];

    private readonly ConversationMemory? _memory;
    private readonly RecordStores _stores;
    private readonly RecordKey _log;
    private readonly TimeProvider _time;
    private readonly InvalidInputException? _badKey;

    public ConversationGrain(
        IGrainContext context,
        IRecordStore store,
        RecordStores stores,
        ViewLeases leases,
        ResidentSet residents,
        TimeProvider time,
        ILogger<ConversationGrain> logger)
        : base(residents, Component.Conversations)
    {
        _time = time;
        _stores = stores;
        try
        {
            var id = context.GrainId.GetIntegerKey(out var bot);
            var key = new ConversationKey(new BotId(bot ?? ""), id);
            _log = RecordKeys.Conversation(key.Bot.Value, key.ChatId);
            _memory = new ConversationMemory(
                new SegmentedLog(store, _log, LogShape.Conversations), leases.Of(Component.Conversations), time,
                logger);
        }
        catch (InvalidInputException e)
        {
            _badKey = e;
        }
    }

    private ConversationMemory Memory => _memory ?? throw BadKey();

    public async ValueTask<MessageReceipt> AppendAsync(NewMessage message, CancellationToken cancellation)
    {
        _ = Memory;
        var entry = MessageEntry.Make(message, _time.GetUtcNow());
        return ReceiptOf((await ChangeAsync(m => m.AppendAsync([entry], cancellation)))[0]);
    }

    public async ValueTask<IReadOnlyList<MessageReceipt>> AppendManyAsync(
        IReadOnlyList<NewMessage> messages, CancellationToken cancellation)
    {
        _ = Memory;
        NewMessage.RequireMany(messages);
        var now = _time.GetUtcNow();
        LogEntry[] entries = [.. messages.Select(message => MessageEntry.Make(message, now))];
        var receipts = await ChangeAsync(m => m.AppendAsync(entries, cancellation));
        return [.. receipts.Select(ReceiptOf)];
    }

    public ValueTask<ConversationReading> ReadRecentAsync(int count, Freshness freshness, long seenRevision)
    {
        RefuseBadCount(count, 0);
        if (freshness == Freshness.Cached && Remembered(count, seenRevision) is { } known && Memory.Covers(known))
        {
            Resident.Hit();
            return new(Reading(known, count));
        }

        return freshness == Freshness.Cached
            ? ReadCachedAsync(count, seenRevision) : ReadLastAsync(count, seenRevision);
    }

    public ValueTask<ConversationReading> ReadRangeAsync(long from, int count, long seenRevision)
    {
        RefuseBadCount(count, 1);
        return ReadAsync(log => log.ReadAsync(from, count, default), false, messages => messages, seenRevision);
    }

    public async ValueTask<ConversationDeletion> DeleteAsync(CancellationToken cancellation)
        => new(await ChangeAsync(m => m.DeleteAsync(cancellation)), Memory.SeenRevision);

    private MessageReceipt ReceiptOf(LogReceipt receipt) => new()
    {
        Sequence = receipt.Sequence,
        IsNew = receipt.IsNew,
        Revision = Memory.SeenRevision,
        HeldBy = Memory.Known?.Holds(receipt.Sequence) == true ? MemoryAndStore : StoreOnly,
    };

    /// <summary>What is in memory, if it has the messages asked for and is no older than what the caller has seen.
    /// </summary>
    private Conversation? Remembered(int count, long seenRevision)
        => Memory.Known is { } known && seenRevision <= known.Head.Version && known.HasLast(count) ? known : null;

    /// <summary>With the store's word where memory or the whole read can have it, and marked where it gives none.
    /// </summary>
    private async ValueTask<ConversationReading> ReadCachedAsync(int count, long seenRevision)
    {
        try
        {
            if (Remembered(count, seenRevision) is { } known
                && await Memory.ConfirmAsync(known) is { } confirmed && confirmed.HasLast(count))
            {
                Resident.Miss();
                return Reading(confirmed, count);
            }

            return await ReadLastAsync(count, seenRevision);
        }
        catch (DataUnavailableException)
        {
            if (await ReadUnvalidatedAsync(count, seenRevision) is { } left)
            {
                return left;
            }

            throw;
        }
    }

    /// <summary>The newer of what memory and the cache hold, when the store gives no answer.</summary>
    private async ValueTask<ConversationReading?> ReadUnvalidatedAsync(int count, long seenRevision)
    {
        var known = Remembered(count, seenRevision);
        var cached = await _stores.ReadLogUnvalidatedAsync(_log, LogShape.Conversations, Math.Max(count, 1));
        var atLeast = known is null ? Math.Max(seenRevision, Memory.SeenRevision) : known.Head.Version + 1;
        return cached is not null && cached.Reading.Head.Version >= atLeast
                ? Reading(cached, count)
            : known is not null
                ? Reading(known, count) with { IsUnvalidated = true }
            : null;
    }

    private static ConversationReading Reading(CachedLog cached, int count) => new()
    {
        Messages = [.. cached.Reading.Entries.TakeLast(count).Select(MessageEntry.Read)],
        First = cached.Reading.Head.First,
        Next = cached.Reading.Head.Next,
        ServedBy = Tier.Cache,
        Age = cached.Age,
        IsUnvalidated = true,
    };

    private ValueTask<ConversationReading> ReadLastAsync(int count, long seenRevision) => ReadAsync(
        log => log.ReadLastAsync(Math.Max(count, Conversation.MessagesMax), default),
        reachesEnd: true,
        messages => messages[^Math.Min(count, messages.Length)..],
        seenRevision);

    private ConversationReading Reading(Conversation known, int count)
        => Reading(known.Head, known.Last[^Math.Min(count, known.Last.Length)..], Memory.AgeOf(known));

    private async ValueTask<ConversationReading> ReadAsync(
        Func<IRecordLog, ValueTask<LogReading>> read,
        bool reachesEnd,
        Func<ConversationMessage[], ConversationMessage[]> wanted,
        long seenRevision)
    {
        var memory = Memory;
        Resident.Miss();
        var (head, messages) = await memory.ReadAsync(read, reachesEnd);
        return head.Version >= seenRevision
            ? Reading(head, wanted(messages), null)
            : throw new DataDamagedException(
                $"The store holds revision {head.Version} of the conversation, though revision {seenRevision} was "
                + "acknowledged: an older copy of the data was put in its place. Nothing was changed. Bring the newer "
                + "data back, or restart silos and clients to go on with what is there.");
    }

    private async ValueTask<T> ChangeAsync<T>(Func<ConversationMemory, ValueTask<T>> change)
    {
        var memory = Memory;
        Resident.Used();
        try
        {
            return await change(memory);
        }
        finally
        {
            if (memory.IsRetired)
            {
                DeactivateOnIdle();
            }
        }
    }

    /// <param name="head">Where the conversation begins and ends.</param>
    /// <param name="messages">The messages asked for.</param>
    /// <param name="age">Of the memory; null when the store was asked for this call alone.</param>
    private static ConversationReading Reading(LogHead head, ConversationMessage[] messages, TimeSpan? age) => new()
    {
        Messages = messages,
        First = head.First,
        Next = head.Next,
        ServedBy = age is null ? Tier.Store : Tier.Memory,
        Age = age ?? TimeSpan.Zero,
    };

    private InvalidInputException BadKey()
    {
        // Nothing is worth keeping of an activation whose key names no conversation.
        DeactivateOnIdle();
        return new InvalidInputException(_badKey!.Message);
    }

    private static void RefuseBadCount(int count, int min)
    {
        if (count < min || count > CountMax)
        {
            throw new InvalidInputException($"{count} messages at once are refused: ask for {min} to {CountMax:N0}.");
        }
    }
}
