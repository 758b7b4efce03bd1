using System.Globalization;
using HybridOrleans.Grains.Conversations;
using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace HybridOrleans.Grains.Repair;

/// <summary>Hands repair and quarantine to the store; it holds nothing, so that every silo can answer.</summary>
[GrainType("repair")]
[StatelessWorker]
internal sealed class RepairGrain : Grain, IRepairGrain
{
    private const int ListingMax = 1000;
    private const int ContentBytesMax = 8 * 1024 * 1024;
    private const int NameLengthMax = 1024;

    private static readonly Tier[] StoreOnly = [Tier.Store];

    private readonly RecordStores _stores;
    private readonly TimeProvider _time;
    private readonly ILogger<RepairGrain> _logger;

    public RepairGrain(RecordStores stores, TimeProvider time, ILogger<RepairGrain> logger)
    {
        _stores = stores;
        _time = time;
        _logger = logger;
    }

    public async ValueTask<IReadOnlyList<DamagedProfile>> FindDamagedAsync(CancellationToken cancellation)
        => [.. (await FindDamagedInAsync(ComponentName.Users, cancellation)).Select(one => new DamagedProfile(
            RepairKeys.TelegramIdOf(one.Key), one.Place, one.Reason, one.CanBeAdopted))];

    public ValueTask<IReadOnlyList<DamagedItem>> FindDamagedInAsync(
        ComponentName component, CancellationToken cancellation)
    {
        var prefix = RecordKeys.PrefixOf(Bot.Value);
        var searched = RepairKeys.ComponentOf(component);
        return GuardAsync(StorageErrors.OfRead, async () =>
        {
            var damaged = new List<DamagedItem>();
            if (_stores.RepairOf(searched) is not { } repair)
            {
                // Nobody can edit this store by hand, and it checks what it reads.
                return (IReadOnlyList<DamagedItem>)damaged;
            }

            await foreach (var record in repair.FindDamagedAsync(searched, prefix, cancellation))
            {
                var key = record.Key.Text[prefix.Length..];
                if (component != ComponentName.Users || long.TryParse(key, NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture, out _))
                {
                    damaged.Add(new DamagedItem(component, key, record.Place, record.Reason, record.CanBeAdopted));
                }

                if (damaged.Count == ListingMax)
                {
                    break;
                }
            }

            return damaged;
        });
    }

    public async ValueTask<WriteReceipt> AdoptInAsync(
        ComponentName component, string key, CancellationToken cancellation)
    {
        if (component == ComponentName.Users)
        {
            return await AdoptAsync(RepairKeys.TelegramIdOf(key), cancellation);
        }

        var record = RepairKeys.Parse(Bot, RepairKeys.ComponentOf(component), key);
        return await GuardAsync(StorageErrors.OfWrite, async () =>
        {
            var adopted = _stores.RepairOf(record.Component) is { } repair
                ? await repair.AdoptAsync(record, Epoch.Initial, cancellation)
                : Revision.None;
            await ShowAsync(record, adopted);
            return new WriteReceipt { Revision = adopted.Value, HeldBy = StoreOnly };
        });
    }

    /// <summary>An activation may remember the document as it was before somebody edited it.</summary>
    private async ValueTask ShowAsync(RecordKey record, Revision adopted)
    {
        var parts = record.Segments;
        if (record.Component == Component.Configuration && parts.Count is 2 or 3)
        {
            var key = new ConfigurationKey(Bot, parts[1], parts.Count == 3 ? parts[2] : "");
            await GrainFactory.GetGrain<IConfigurationGrain>(key.ToGrainKey()).ReadAsync(
                Freshness.Fresh, adopted.Value);
        }
        else if (record.Component == Component.Conversations
            && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chat))
        {
            try
            {
                await GrainFactory.GetGrain<IConversationGrain>(chat, Bot.Value).ReadRecentAsync(
                    Conversation.MessagesMax, Freshness.Fresh, 0);
            }
            catch (DataDamagedException)
            {
                // Another document of the chat is damaged too, and nothing of it is answered before it is adopted.
            }
        }
    }

    public ValueTask<WriteReceipt> AdoptAsync(long telegramId, CancellationToken cancellation)
    {
        var key = new UserKey(Bot, telegramId);
        return GuardAsync(StorageErrors.OfWrite, async () =>
        {
            var record = RecordKeys.User(key.Bot.Value, key.TelegramId);
            var adopted = _stores.RepairOf(Component.Users) is { } repair
                ? await repair.AdoptAsync(record, Epoch.Initial, cancellation)
                : Revision.None;
            // The activation may remember the record as it was before somebody edited it.
            var present = await GrainFactory.GetGrain<IUserGrain>(key.TelegramId, key.Bot.Value)
                .ReadAsync(Freshness.Fresh, adopted.Value);
            return new WriteReceipt { Revision = present.Revision, HeldBy = StoreOnly };
        });
    }

    public async ValueTask QuarantineAsync(
        string source, string reason, byte[] content, CancellationToken cancellation)
    {
        var item = new QuarantinedItem
        {
            Owner = Bot.Value,
            Source = Named(source, "source"),
            Reason = Named(reason, "reason"),
            Content = content is { Length: <= ContentBytesMax }
                ? content
                : throw new InvalidInputException(
                    $"{content?.Length ?? 0:N0} bytes cannot be put in quarantine: at most "
                    + $"{ContentBytesMax:N0} are kept."),
            KeptAt = _time.GetUtcNow(),
        };
        await GuardAsync(StorageErrors.OfRead, async () =>
        {
            await _stores.QuarantineOf(Component.Users).KeepAsync(item, cancellation);
            return true;
        });
    }

    public ValueTask<IReadOnlyList<QuarantineListing>> ListQuarantineAsync(CancellationToken cancellation)
    {
        var owner = Bot.Value;
        return GuardAsync(StorageErrors.OfRead, async () =>
        {
            var listed = new List<QuarantineListing>();
            await foreach (var item in _stores.QuarantineOf(Component.Users).ListAsync(owner, cancellation))
            {
                listed.Add(new QuarantineListing(item.Source, item.Reason, item.Content.Length, item.KeptAt));
                if (listed.Count == ListingMax)
                {
                    break;
                }
            }

            return (IReadOnlyList<QuarantineListing>)listed;
        });
    }

    private BotId Bot => new(this.GetPrimaryKeyString());

    private static string Named(string? text, string what)
        => text is { Length: > 0 and <= NameLengthMax } && !text.Contains('\0')
        ? text
        : throw new InvalidInputException(
            $"The {what} must have 1 to {NameLengthMax} characters, and no NUL among them.");

    private async ValueTask<T> GuardAsync<T>(Func<Exception, HybridException> translate, Func<ValueTask<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.RepairFailed(_logger, StorageErrors.Describe(e));
            throw translate(e);
        }
    }
}
