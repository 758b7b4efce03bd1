using System.Globalization;
using System.Runtime.CompilerServices;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>Profiles on the cluster.</summary>
/// <remarks>
/// A change is a compare-and-set on the revision that it was made from, repeated until nobody was faster. Callers of
/// this process take turns for each profile, so that only other processes can be faster.
/// </remarks>
internal sealed class ClusterGirlStore(IHybridDataStore store, BotId bot) : IGirlStore
{
    private const string BackupScope = "backup";
    private const int ReadsAtOnce = 32;
    private const int MessagesAtOnce = 1_000;

    private readonly KeyedGate _gate = new();
    private long _conflicts;

    /// <summary>How often somebody else was faster.</summary>
    public long Conflicts => Interlocked.Read(ref _conflicts);

    public async ValueTask<JsonText?> ReadAsync(long chatId, CancellationToken cancellation)
        => (await store.Users.GetAsync(KeyOf(chatId), cancellation: cancellation)).Body;

    public async ValueTask ChangeAsync(long chatId, Func<JsonText?, JsonText?> change, CancellationToken cancellation)
    {
        var key = KeyOf(chatId);
        await _gate.RunAsync(key, () => ChangeAsync(key, change, cancellation), cancellation);
    }

    public async ValueTask CountMessageAsync(long chatId, CancellationToken cancellation)
        => await store.Users.UpdateActivityAsync(KeyOf(chatId), cancellation);

    public ValueTask<bool> DeleteAsync(long chatId, CancellationToken cancellation)
        => store.Users.DeleteAsync(KeyOf(chatId), cancellation);

    public async IAsyncEnumerable<(long ChatId, JsonText Body)> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var ids in store.Users.ListAsync(bot, cancellation).Select(p => p.TelegramId)
            .Chunk(ReadsAtOnce).WithCancellation(cancellation))
        {
            var bodies = await Task.WhenAll(ids.Select(id => ReadAsync(id, cancellation).AsTask()));
            foreach (var (id, body) in ids.Zip(bodies))
            {
                if (body is { } json)
                {
                    yield return (id, json);
                }
            }
        }
    }

    public async ValueTask<IReadOnlyList<JsonText>> ReadDayAsync(
        long chatId, DateOnly day, CancellationToken cancellation)
    {
        var key = new ConversationKey(bot, chatId);
        var page = await store.Conversations.GetRecentAsync(key, MessagesAtOnce, Freshness.Fresh, cancellation);
        var messages = page.Messages.ToList();
        while (messages.Count > 0 && messages[0].Sequence > page.First && DayOf(messages[0]) >= day)
        {
            // The oldest one read is still of that day or a later one: there may be more of the day before it.
            var from = Math.Max(page.First, messages[0].Sequence - MessagesAtOnce);
            var before = await store.Conversations.GetRangeAsync(
                key, from, (int)(messages[0].Sequence - from), cancellation);
            if (before.Messages.Count == 0)
            {
                break;
            }

            messages.InsertRange(0, before.Messages);
        }

        return [.. messages.Where(message => DayOf(message) == day).Select(message => LegacyMessage.Of(message))];
    }

    public async ValueTask BackUpAsync(
        long chatId, DateOnly day, IReadOnlyList<JsonText> messages, CancellationToken cancellation)
    {
        var id = $"{chatId.ToString(CultureInfo.InvariantCulture)}/"
            + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await store.Configuration.SaveAsync(
            new ConfigurationKey(bot, BackupScope, id),
            new JsonObjectText().Add("messages", JsonArrayText.Of(messages)).ToJson(),
            cancellation: cancellation);
    }

    private async ValueTask<bool> ChangeAsync(
        UserKey key, Func<JsonText?, JsonText?> change, CancellationToken cancellation)
    {
        for (var freshness = Freshness.Cached; ; freshness = Freshness.Fresh)
        {
            var reading = await store.Users.GetAsync(key, freshness, cancellation);
            if (change(reading.Body) is not { } next)
            {
                return false;
            }

            try
            {
                await store.Users.SaveAsync(key, next, reading.Revision, cancellation);
                return true;
            }
            catch (RevisionConflictException)
            {
                // Each conflict is a write of somebody else that was accepted, so that all together go on.
                Interlocked.Increment(ref _conflicts);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private UserKey KeyOf(long chatId) => new(bot, chatId);

    private static DateOnly DayOf(ConversationMessage message)
        => DateOnly.FromDateTime(message.Timestamp.UtcDateTime);
}
