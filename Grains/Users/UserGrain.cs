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
        ResidentSet residents,
        TimeProvider time,
        ILogger<UserGrain> logger)
        : base(residents, Component.Users)
    {
        _memory = new RecordMemory(UserRecords.Kind, storage, context.GrainId, time, logger);
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
        // The hot path: no state machine, and nothing allocated but the answer.
        if (_memory.Known is { } known && freshness == Freshness.Cached && seenRevision <= known.Revision)
        {
            Resident.Hit();
            return new(ToReading(known, Tier.Memory, _memory.AgeOf(known)));
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
        var mayShare = freshness == Freshness.Cached && seenRevision == 0;
        var asked = mayShare
            ? _memory.GetAsync(CancellationToken.None)
            : _memory.ReadAsync(CancellationToken.None);
        HeldRecord profile;
        try
        {
            profile = await asked;
        }
        catch (DataUnavailableException) when (freshness == Freshness.Cached)
        {
            if (await ReadUnvalidatedAsync(seenRevision) is { } reading)
            {
                return reading;
            }

            throw;
        }

        return profile.Revision >= seenRevision
            ? ToReading(profile, profile.ServedBy, mayShare ? _memory.AgeOf(profile) : TimeSpan.Zero)
            : throw _memory.WentBack(profile.Revision, seenRevision);
    }

    /// <summary>The answer of the cache where the store gives none. It is not remembered, and no write builds on it.
    /// </summary>
    private async ValueTask<ProfileReading?> ReadUnvalidatedAsync(long seenRevision)
    {
        var atLeast = new Revision(Math.Max(seenRevision, _memory.Floor));
        var cached = await _stores.ReadUnvalidatedAsync(RecordKeys.User(_key.Bot.Value, _key.TelegramId), atLeast);
        return cached is null ? null : new ProfileReading
        {
            Body = HeldRecord.TextOf(cached.Body),
            Revision = cached.Revision.Value,
            ServedBy = Tier.Cache,
            Age = cached.Age,
            IsUnvalidated = true,
        };
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
}
