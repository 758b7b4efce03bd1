using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Grains.Residency;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace HybridOrleans.Grains.Configuration;

/// <summary>
/// One configuration of one bot: the rules of <see cref="IConfigurationGrain"/> over a <see cref="RecordMemory"/>, and
/// a <see cref="LeaseBook"/> of the silos that hold copies.
/// </summary>
/// <remarks>
/// As for a user, the store is not asked while the grain activates. A value that the store has not confirmed for a part
/// of a lease is confirmed again before it is answered or lent, which bounds what an old view can answer; while the
/// store is away it is answered, marked as not confirmed, and not lent.
/// </remarks>
[GrainType(ConfigurationRecords.GrainType)]
internal sealed class ConfigurationGrain : ResidentGrain, IConfigurationGrain, IConfigurationOwner
{
    private readonly RecordMemory _memory;
    private readonly LeasedMemory _answers;
    private readonly RecordChanges _changes;
    private readonly LeaseBook _leases;
    private readonly TimeProvider _time;
    private readonly InvalidInputException? _badKey;
    private (HeldRecord Record, ConfigurationDocument? Document)? _read;

    public ConfigurationGrain(
        IGrainContext context,
        [FromKeyedServices(StorageNames.Hybrid)] IGrainStorage storage,
        RecordStores stores,
        ViewLeases leases,
        ResidentSet residents,
        TimeProvider time,
        ILogger<ConfigurationGrain> logger)
        : base(residents, Component.Configuration)
    {
        var key = context.GrainId.Key.ToString() ?? "";
        _memory = new RecordMemory(ConfigurationRecords.Kind, storage, context.GrainId, time, logger);
        _answers = new LeasedMemory(
            _memory, leases.Of(Component.Configuration), stores,
            () => ConfigurationRecords.KeyOf(context.GrainId), time, logger);
        _leases = new LeaseBook(time, holder => holder.DropAsync(key));
        _changes = new RecordChanges(_memory, DeactivateOnIdle, BeforeWriteAsync);
        _time = time;
        try
        {
            ConfigurationKey.FromGrainKey(key);
        }
        catch (InvalidInputException e)
        {
            _badKey = e;
        }
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _leases.Begin();
        return base.OnActivateAsync(cancellationToken);
    }

    public async ValueTask<ConfigurationReading> ReadAsync(Freshness freshness, long seenRevision)
        => (await ReadAsync(freshness, seenRevision, holder: null)).Reading;

    public ValueTask<LeasedReading> LeaseAsync(IConfigurationHolder holder, long seenRevision)
        => ReadAsync(Freshness.Cached, seenRevision, holder);

    public ValueTask<WriteReceipt> SaveAsync(JsonText body, long? expectedRevision, CancellationToken cancellation)
    {
        RefuseBadKey();
        RecordChanges.RefuseBadRevision(expectedRevision);
        var next = RequireSize(ObjectBody.Parse(body, ConfigurationRecords.Kind.Noun));
        return ChangeAsync(expectedRevision, _ => next, cancellation);
    }

    public ValueTask<WriteReceipt> PatchAsync(JsonText mergePatch, CancellationToken cancellation)
    {
        RefuseBadKey();
        var patch = ObjectBody.Parse(mergePatch, ConfigurationRecords.Kind.Noun);
        return ChangeAsync(null, present => RequireSize(ObjectBody.Merge(present, patch)), cancellation);
    }

    public async ValueTask<WriteReceipt?> DeleteAsync(CancellationToken cancellation)
    {
        RefuseBadKey();
        try
        {
            return await _changes.DeleteAsync(cancellation);
        }
        finally
        {
            _leases.Reopen();
        }
    }

    public async ValueTask<ConfigurationHistory> HistoryAsync()
    {
        RefuseBadKey();
        var stored = await _memory.ReadAsync(CancellationToken.None);
        return new ConfigurationHistory(
            stored.Revision, stored.Body is not null, DocumentOf(stored)?.Changes ?? []);
    }

    private async ValueTask<WriteReceipt> ChangeAsync(
        long? expectedRevision, Func<RecordBody?, RecordBody> change, CancellationToken cancellation)
    {
        try
        {
            return await _changes.ChangeAsync(expectedRevision, Next, cancellation);
        }
        finally
        {
            _leases.Reopen();
        }

        RecordBody Next(HeldRecord present)
        {
            var document = DocumentOf(present);
            return ConfigurationDocument.Next(
                document, change(document?.Value), present.Revision + 1, _time.GetUtcNow());
        }
    }

    private async ValueTask<LeasedReading> ReadAsync(
        Freshness freshness, long seenRevision, IConfigurationHolder? holder)
    {
        RefuseBadKey();
        var isKnown = freshness == Freshness.Cached && _memory.Known?.Revision >= seenRevision;
        if (isKnown && _memory.Known is { } known && _memory.AgeOf(known) < LeaseBook.ConfirmAfter)
        {
            Resident.Hit();
            return Answer(known, Tier.Memory, holder);
        }

        Resident.Miss();
        HeldRecord stored;
        try
        {
            // What was seen elsewhere, and what must be fresh, wants a question that begins now.
            stored = isKnown || (freshness == Freshness.Cached && seenRevision == 0)
                ? await _answers.ConfirmAsync()
                : await _memory.ReadAsync(CancellationToken.None);
        }
        catch (DataUnavailableException) when (freshness == Freshness.Cached)
        {
            if (await _answers.ReadUnvalidatedAsync(seenRevision) is { } left)
            {
                return new LeasedReading(Reading(left), TimeSpan.Zero);
            }

            throw;
        }

        // A write may have been acknowledged since the store gave its answer.
        var newest = _memory.Known is { } now && now.Revision > stored.Revision ? now : stored;
        return newest.Revision >= seenRevision
            ? Answer(newest, newest.ServedBy, holder)
            : throw _memory.WentBack(newest.Revision, seenRevision);
    }

    private LeasedReading Answer(HeldRecord held, Tier servedBy, IConfigurationHolder? holder)
    {
        // After a doubtful write nothing is known, and nothing is lent.
        var isKnown = _memory.Known?.Revision == held.Revision;
        var lease = holder is not null && isKnown ? _leases.Lend(holder, held.ConfirmedAt) : TimeSpan.Zero;
        return new LeasedReading(Reading(held, servedBy), lease);
    }

    private ConfigurationReading Reading(HeldRecord held, Tier servedBy) => new()
    {
        Body = DocumentOf(held)?.Text,
        Revision = held.Revision,
        ServedBy = servedBy,
        Age = _memory.AgeOf(held),
        IsConfirmed = true,
    };

    private static ConfigurationReading Reading(UnvalidatedRecord left) => new()
    {
        Body = ConfigurationDocument.Of(left.Body)?.Text,
        Revision = left.Revision,
        ServedBy = left.ServedBy,
        Age = left.Age,
        IsConfirmed = false,
    };

    /// <summary>What is stored, taken apart once.</summary>
    private ConfigurationDocument? DocumentOf(HeldRecord held)
    {
        if (_read is not { } read || !ReferenceEquals(read.Record, held))
        {
            read = (held, ConfigurationDocument.Of(held.Body));
            _read = read;
        }

        return read.Document;
    }

    private static RecordBody RequireSize(RecordBody body) => body.Utf8.Length <= ConfigurationLimits.BodyBytesMax
        ? body
        : throw new InvalidInputException(
            $"The body is refused: it has {body.Utf8.Length:N0} bytes, and at most "
            + $"{ConfigurationLimits.BodyBytesMax:N0} are allowed for a configuration. Nothing was written.");

    private ValueTask BeforeWriteAsync(CancellationToken cancellation)
    {
        Resident.Used();
        return _leases.CallInAsync(cancellation);
    }

    private void RefuseBadKey()
    {
        if (_badKey is not null)
        {
            // Nothing is worth keeping of an activation whose key names no configuration.
            DeactivateOnIdle();
            throw new InvalidInputException(_badKey.Message);
        }
    }
}
