using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Residency;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace HybridOrleans.Grains.Users;

/// <summary>
/// One Telegram user of one bot: the rules of <see cref="IUserGrain"/> over a <see cref="ProfileMemory"/>.
/// </summary>
/// <remarks>
/// The profile is read by the first call and not while the grain activates: Orleans answers a failed activation with a
/// pause of five seconds, and a store that is away, or a key that is none, must cost its caller nothing like that.
/// </remarks>
[GrainType(UserRecords.GrainType)]
internal sealed class UserGrain : ResidentGrain, IUserGrain
{
    /// <summary>
    /// A lost race is run again on the value that won. This many in a row mean that somebody else is at fault.
    /// </summary>
    private const int RacesMax = 16;

    private static readonly Tier[] MemoryAndStore = [Tier.Memory, Tier.Store];
    private static readonly Tier[] StoreOnly = [Tier.Store];

    private readonly ProfileMemory _memory;
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
        _memory = new ProfileMemory(storage, context.GrainId, time, logger);
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
            return new(known.ToReading(Tier.Memory, _memory.AgeOf(known)));
        }

        return ReadFromStoreAsync(freshness, seenRevision);
    }

    public ValueTask<WriteReceipt> SaveAsync(JsonText body, long? expectedRevision, CancellationToken cancellation)
    {
        RefuseBadKey();
        RefuseBadRevision(expectedRevision);
        var next = ProfileBody.Parse(body);
        return ChangeAsync(expectedRevision, _ => next, cancellation);
    }

    public ValueTask<WriteReceipt> PatchAsync(JsonText mergePatch, CancellationToken cancellation)
    {
        RefuseBadKey();
        var patch = ProfileBody.Parse(mergePatch);
        return ChangeAsync(null, present => ProfileBody.Merge(present, patch), cancellation);
    }

    public ValueTask<WriteReceipt> UpdateActivityAsync(CancellationToken cancellation)
    {
        RefuseBadKey();
        return ChangeAsync(null, present => Activity.CountMessage(present, _time.GetUtcNow()), cancellation);
    }

    public async ValueTask<WriteReceipt?> DeleteAsync(CancellationToken cancellation)
    {
        RefuseBadKey();
        // That there is nothing to delete is decided without a write, so no compare-and-set would correct the memory.
        var present = await _memory.ReadAsync(cancellation);
        for (var races = 0; present.Body is not null; races++)
        {
            if (await WriteAsync(present, null, cancellation) is { } deleted)
            {
                return Receipt(deleted);
            }

            present = await AfterLostRaceAsync(races, cancellation);
        }

        return null;
    }

    public async ValueTask<ImportOutcome> ImportAsync(
        JsonText body, ImportMode mode, CancellationToken cancellation)
    {
        RefuseBadKey();
        var import = new ProfileImport(ProfileBody.Parse(body), mode);
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

            if (await WriteAsync(present, import.Body, cancellation) is not null)
            {
                return outcome;
            }

            present = await AfterLostRaceAsync(races, cancellation);
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
        Profile profile;
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
            ? profile.ToReading(profile.ServedBy, mayShare ? _memory.AgeOf(profile) : TimeSpan.Zero)
            : throw ProfileMemory.WentBack(profile.Revision, seenRevision);
    }

    /// <summary>The answer of the cache where the store gives none. It is not remembered, and no write builds on it.
    /// </summary>
    private async ValueTask<ProfileReading?> ReadUnvalidatedAsync(long seenRevision)
    {
        var atLeast = new Revision(Math.Max(seenRevision, _memory.Floor));
        var cached = await _stores.ReadUnvalidatedAsync(RecordKeys.User(_key.Bot.Value, _key.TelegramId), atLeast);
        return cached is null ? null : new ProfileReading
        {
            Body = Profile.TextOf(cached.Body),
            Revision = cached.Revision.Value,
            ServedBy = Tier.Cache,
            Age = cached.Age,
            IsUnvalidated = true,
        };
    }

    /// <summary>
    /// Makes the next body from the present one and writes it, again on the newer one after a lost race.
    /// </summary>
    private async ValueTask<WriteReceipt> ChangeAsync(
        long? expectedRevision, Func<RecordBody?, RecordBody> change, CancellationToken cancellation)
    {
        var present = await _memory.GetAsync(cancellation);
        for (var races = 0; ; races++)
        {
            if (expectedRevision > present.Revision)
            {
                // The caller knows more than this activation does, or believes so.
                present = await _memory.ReadAsync(cancellation);
            }

            if (expectedRevision is { } expected && expected != present.Revision)
            {
                throw new RevisionConflictException(
                    $"The profile is at revision {present.Revision}, not at the expected {expected}. Nothing was "
                    + "written. Read it, apply the change to what is there, and save with the revision read.");
            }

            if (await WriteAsync(present, change(present.Body), cancellation) is { } written)
            {
                return Receipt(written);
            }

            present = await AfterLostRaceAsync(races, cancellation);
        }
    }

    private async ValueTask<Profile?> WriteAsync(Profile basis, RecordBody? body, CancellationToken cancellation)
    {
        Resident.Used();
        try
        {
            return await _memory.WriteAsync(basis, body, cancellation);
        }
        finally
        {
            if (_memory.IsRetired)
            {
                DeactivateOnIdle();
            }
        }
    }

    private async ValueTask<Profile> AfterLostRaceAsync(int races, CancellationToken cancellation)
    {
        if (races + 1 >= RacesMax)
        {
            throw new DataUnavailableException(
                $"Other writers changed the profile first {RacesMax} times in a row. Nothing was written. "
                + "Repeat the call.");
        }

        return await _memory.ReadAsync(cancellation);
    }

    private async ValueTask KeepReplacedAsync(Profile replaced, CancellationToken cancellation)
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

    private WriteReceipt Receipt(Profile written) => new()
    {
        Revision = written.Revision,
        HeldBy = _memory.IsRetired ? StoreOnly : MemoryAndStore,
    };

    private void RefuseBadKey()
    {
        if (_badKey is not null)
        {
            // Nothing is worth keeping of an activation whose key names no profile.
            DeactivateOnIdle();
            throw new InvalidInputException(_badKey.Message);
        }
    }

    private static void RefuseBadRevision(long? expectedRevision)
    {
        if (expectedRevision < 0)
        {
            throw new InvalidInputException(
                $"{expectedRevision} is no revision: expect 0 (never written) or the revision that was read.");
        }
    }
}
