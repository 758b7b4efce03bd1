using System.Globalization;
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

    public ValueTask<IReadOnlyList<DamagedProfile>> FindDamagedAsync(CancellationToken cancellation)
    {
        var prefix = RecordKeys.PrefixOf(Bot.Value);
        return GuardAsync(StorageErrors.OfRead, async () =>
        {
            var damaged = new List<DamagedProfile>();
            if (_stores.RepairOf(Component.Users) is not { } repair)
            {
                // Nobody can edit this store by hand, and it checks what it reads.
                return (IReadOnlyList<DamagedProfile>)damaged;
            }

            await foreach (var record in repair.FindDamagedAsync(Component.Users, prefix, cancellation))
            {
                if (long.TryParse(
                    record.Key.Text.AsSpan(prefix.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                    out var id))
                {
                    damaged.Add(new DamagedProfile(id, record.Place, record.Reason, record.CanBeAdopted));
                }

                if (damaged.Count == ListingMax)
                {
                    break;
                }
            }

            return damaged;
        });
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
