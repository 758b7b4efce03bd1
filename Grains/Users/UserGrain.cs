using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Grains.Residency;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace HybridOrleans.Grains.Users;

/// <summary>
/// One Telegram user of one bot: the rules of <see cref="IUserGrain"/> over a <see cref="RecordMemory"/>.
/// </summary>
/// <remarks>
/// The profile is read by the first call and not while the grain activates: Orleans answers a failed activation with a
/// pause of five seconds, and a store that is away, or a key that is none, must cost its caller nothing like that.
/// </remarks>
[GrainType(UserRecords.GrainType)]
internal sealed class UserGrain : ResidentGrain, IUserGrain
{
    private readonly RecordMemory _memory;
    private readonly LeasedMemory _answers;
    private readonly RecordChanges _changes;
    private readonly RecordStores _stores;
    private readonly TimeProvider _time;
    private readonly ILogger<UserGrain> _logger;
    private readonly UserKey _key;
    private readonly InvalidInputException? _badKey;

    public UserGrain(
        IGrainContext context,
        [FromKeyedServices(StorageNames.Hybrid)] IGrainStorage storage,
        RecordStores stores,
        ViewLeases leases,
        ResidentSet residents,
        TimeProvider time,
        ILogger<UserGrain> logger)
        : base(residents, Component.Users)
    {
        _memory = new RecordMemory(UserRecords.Kind, storage, context.GrainId, time, logger);
        _answers = new LeasedMemory(
            _memory, leases.Of(Component.Users), stores, () => RecordKeys.User(_key.Bot.Value, _key.TelegramId), time,
            logger);
        _changes = new RecordChanges(_memory, DeactivateOnIdle, BeforeWriteAsync);
        _stores = stores;
        _time = time;
        _logger = logger;
        try
        {
            var id = context.GrainId.GetIntegerKey(out var bot);
            _key = new UserKey(new BotId(bot ?? ""), id);
        }
        catch (InvalidInputException e)
        {
            _badKey = e;
        }
    }

    public ValueTask<ProfileReading> ReadAsync(Freshness freshness, long seenRevision)
    {
        // The hot path: no state machine, one look at the clock, and nothing allocated but the answer.
        if (_memory.Known is { } known && freshness == Freshness.Cached && seenRevision <= known.Revision
            && _time.GetTimestamp() is var now && _answers.Covers(known, now))
        {
            Resident.Hit();
            return new(ToReading(known, Tier.Memory, _time.GetElapsedTime(known.ConfirmedAt, now)));
        }

        return ReadFromStoreAsync(freshness, seenRevision);
    }

    public ValueTask<WriteReceipt> SaveAsync(JsonText body, long? expectedRevision, CancellationToken cancellation)
    {
        RefuseBadKey();
        RecordChanges.RefuseBadRevision(expectedRevision);
        var next = ObjectBody.Parse(body, UserRecords.Kind.Noun);
        return _changes.ChangeAsync(expectedRevision, _ => next, cancellation);
    }

    public ValueTask<WriteReceipt> PatchAsync(JsonText mergePatch, CancellationToken cancellation)
    {
        RefuseBadKey();
        var patch = ObjectBody.Parse(mergePatch, UserRecords.Kind.Noun);
        return _changes.ChangeAsync(null, present => ObjectBody.Merge(present.Body, patch), cancellation);
    }

    public ValueTask<WriteReceipt> UpdateActivityAsync(CancellationToken cancellation)
    {
        RefuseBadKey();
        return _changes.ChangeAsync(
            null, present => Activity.CountMessage(present.Body, _time.GetUtcNow()), cancellation);
    }

    public ValueTask<WriteReceipt?> DeleteAsync(CancellationToken cancellation)
    {
        RefuseBadKey();
        return _changes.DeleteAsync(cancellation);
    }

    public async ValueTask<ImportOutcome> ImportAsync(
        JsonText body, ImportMode mode, CancellationToken cancellation)
    {
        RefuseBadKey();
        var import = new ProfileImport(ObjectBody.Parse(body, UserRecords.Kind.Noun), mode);
        // What is kept as it is gets no write, so no compare-and-set would correct the memory.
        var present = await _memory.ReadAsync(cancellation);
        for (var races = 0; ; races++)
        {
            var outcome = import.Decide(present);
            if (!ProfileImport.Writes(outcome))
            {
                return outcome;
            }

            if (present.Body is not null)
            {
                await KeepReplacedAsync(present, cancellation);
            }

            if (await _changes.WriteAsync(present, import.Body, cancellation) is not null)
            {
                return outcome;
            }

            present = await _changes.AfterLostRaceAsync(races, cancellation);
        }
    }

    private async ValueTask<ProfileReading> ReadFromStoreAsync(Freshness freshness, long seenRevision)
    {
        RefuseBadKey();
        Resident.Miss();
        // A first read may be shared with callers who began it; what was seen elsewhere wants one that begins now.
        var isKnown = freshness == Freshness.Cached && _memory.Known?.Revision >= seenRevision;
        var mayShare = freshness == Freshness.Cached && seenRevision == 0;
        HeldRecord profile;
        try
        {
            profile = isKnown ? await _answers.ConfirmAsync()
                : mayShare ? await _memory.GetAsync(CancellationToken.None)
                : await _memory.ReadAsync(CancellationToken.None);
        }
        catch (DataUnavailableException) when (freshness == Freshness.Cached)
        {
            if (await _answers.ReadUnvalidatedAsync(seenRevision) is { } left)
            {
                return ToReading(left);
            }

            throw;
        }

        return profile.Revision >= seenRevision
            ? ToReading(profile, profile.ServedBy, isKnown || mayShare ? _memory.AgeOf(profile) : TimeSpan.Zero)
            : throw _memory.WentBack(profile.Revision, seenRevision);
    }

    private async ValueTask KeepReplacedAsync(HeldRecord replaced, CancellationToken cancellation)
    {
        try
        {
            await _stores.QuarantineOf(Component.Users).KeepAsync(
                new QuarantinedItem
                {
                    Owner = _key.Bot.Value,
                    Source = $"users/{_key.TelegramId} revision {replaced.Revision}",
                    Reason = "replaced by an import",
                    Content = replaced.Body!.Utf8,
                    KeptAt = _time.GetUtcNow(),
                },
                cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.RepairFailed(_logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }
    }

    private ValueTask BeforeWriteAsync(CancellationToken cancellation)
    {
        Resident.Used();
        return ValueTask.CompletedTask;
    }

    private void RefuseBadKey()
    {
        if (_badKey is not null)
        {
            // Nothing is worth keeping of an activation whose key names no profile.
            DeactivateOnIdle();
            throw new InvalidInputException(_badKey.Message);
        }
    }

    private static ProfileReading ToReading(HeldRecord held, Tier servedBy, TimeSpan age) => new()
    {
        Body = held.Text,
        Revision = held.Revision,
        ServedBy = servedBy,
        Age = age,
    };

    private static ProfileReading ToReading(UnvalidatedRecord left) => new()
    {
        Body = left.Body is null ? null : HeldRecord.TextOf(left.Body),
        Revision = left.Revision,
        ServedBy = left.ServedBy,
        Age = left.Age,
        IsUnvalidated = true,
    };
}
