using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace HybridOrleans.Grains.Listing;

/// <summary>Walks the store; it holds nothing, so that every silo can answer.</summary>
[GrainType("key-directory")]
[StatelessWorker]
internal sealed class KeyDirectoryGrain(IRecordStore store, ILogger<KeyDirectoryGrain> logger)
    : Grain, IKeyDirectoryGrain
{
    private const int LimitMax = 1_000;

    /// <summary>A page ends here too, however few of the records were wanted.</summary>
    private const int WalkedMax = 20_000;

    public ValueTask<KeyPage> ChatsAsync(string? after, int limit, CancellationToken cancellation)
        => ListAsync(
            Component.Conversations,
            RecordKeys.PrefixOf(BotId),
            static key => RecordKeys.PartsOf(key) is [_, var chat, _] ? chat : null,
            after,
            limit,
            cancellation);

    public ValueTask<KeyPage> ScopeAsync(
        string scope, string? after, int limit, CancellationToken cancellation)
    {
        _ = new ConfigurationKey(new BotId(BotId), scope);
        return ListAsync(
            Component.Configuration,
            RecordKeys.PrefixOf(BotId, scope),
            static key => RecordKeys.PartsOf(key) is [_, _, var id] ? id : null,
            after,
            limit,
            cancellation);
    }

    private string BotId => new BotId(this.GetPrimaryKeyString()).Value;

    private async ValueTask<KeyPage> ListAsync(
        Component component, string prefix, Func<RecordKey, string?> idOf, string? after, int limit,
        CancellationToken cancellation)
    {
        if (limit is < 1 or > LimitMax)
        {
            throw new InvalidInputException($"A page of {limit} keys is refused: ask for 1 to {LimitMax}.");
        }

        var cursor = ListPlace.Of(component, prefix, after);
        try
        {
            return await WalkAsync(component, prefix, idOf, cursor, limit, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.KeysNotListed(logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }
    }

    private async ValueTask<KeyPage> WalkAsync(
        Component component, string prefix, Func<RecordKey, string?> idOf, RecordCursor after, int limit,
        CancellationToken cancellation)
    {
        // A chat has a document for every 16 messages, in no order that would keep them together.
        var ids = new HashSet<string>();
        var walked = 0;
        await foreach (var header in store.WalkAsync(component, prefix, after, cancellation))
        {
            if (!header.IsTombstone && idOf(header.Key) is { } id)
            {
                ids.Add(id);
            }

            if (ids.Count == limit || ++walked == WalkedMax)
            {
                return new KeyPage([.. ids], header.Key.Text);
            }
        }

        return new KeyPage([.. ids], null);
    }
}
