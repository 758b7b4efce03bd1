using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>A cluster in memory with the rules of the real one. Faults are put in by <see cref="OnCall"/>.</summary>
internal sealed class MemoryDataStore : IHybridDataStore, IUserProfiles, IDataRepair
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UserKey, (RecordBody? Body, long Revision)> _records = [];

    /// <summary>Runs before every call, with the name of the call; what it throws is what the caller gets.</summary>
    public Action<string> OnCall { get; set; } = _ => { };

    /// <summary>True while the store is away and the cache stands in for it.</summary>
    public bool IsAway { get; set; }

    public ConcurrentDictionary<(string Source, string Reason), byte[]> Quarantine { get; } = [];

    public List<DamagedItem> Damaged { get; } = [];

    public int Writes { get; private set; }

    public IUserProfiles Users => this;

    public MemoryConfiguration BotConfiguration { get; } = new();

    public IBotConfiguration Configuration => BotConfiguration;

    public MemoryConversations Chats { get; } = new();

    public IConversations Conversations => Chats;

    public MemoryAnalytics Events { get; } = new();

    public IAnalytics Analytics => Events;

    public IEventMonthTables EventMonths { get; } = new MemoryMonths();

    /// <summary>No command handles updates.</summary>
    public IUpdates Updates => throw new NotSupportedException();

    public IDataRepair Repair => this;

    public MemoryMigration Controller { get; } = new();

    public IMigrationControl Migration => Controller;

    public byte[]? Body(string bot, long id)
    {
        lock (_gate)
        {
            return _records.TryGetValue(new UserKey(new BotId(bot), id), out var record)
                ? record.Body?.Utf8.ToArray()
                : null;
        }
    }

    public long[] Ids(string bot)
    {
        lock (_gate)
        {
            return [.. _records.Where(r => r.Key.Bot.Value == bot && r.Value.Body is not null)
                .Select(r => r.Key.TelegramId).Order()];
        }
    }

    public ValueTask<ProfileReading> GetAsync(UserKey key, Freshness freshness, CancellationToken cancellation)
    {
        OnCall("get");
        lock (_gate)
        {
            var (body, revision) = _records.GetValueOrDefault(key);
            return ValueTask.FromResult(new ProfileReading
            {
                Body = body is null ? null : new JsonText(body.Utf8.ToArray()),
                Revision = revision,
                ServedBy = IsAway ? Tier.Cache : freshness == Freshness.Fresh ? Tier.Store : Tier.Memory,
                IsUnvalidated = IsAway,
                Age = freshness == Freshness.Fresh ? TimeSpan.Zero : TimeSpan.FromSeconds(1.5),
            });
        }
    }

    public ValueTask<WriteReceipt> SaveAsync(
        UserKey key, JsonText body, long? expectedRevision, CancellationToken cancellation)
    {
        OnCall("save");
        lock (_gate)
        {
            var present = _records.GetValueOrDefault(key).Revision;
            return expectedRevision is { } expected && expected != present
                ? throw new RevisionConflictException($"The present revision is {present}, not {expected}.")
                : ValueTask.FromResult(Write(key, RecordBody.Parse(body.Utf8.Span)));
        }
    }

    /// <summary>Only tells that it was called: merging is the grain's work and tested there.</summary>
    public ValueTask<WriteReceipt> PatchAsync(UserKey key, JsonText mergePatch, CancellationToken cancellation)
    {
        OnCall("patch");
        lock (_gate)
        {
            return ValueTask.FromResult(Write(key, RecordBody.Parse(mergePatch.Utf8.Span)));
        }
    }

    public ValueTask<WriteReceipt> UpdateActivityAsync(UserKey key, CancellationToken cancellation)
        => throw new NotSupportedException("No command does this.");

    public ValueTask<bool> DeleteAsync(UserKey key, CancellationToken cancellation)
    {
        OnCall("delete");
        lock (_gate)
        {
            if (_records.GetValueOrDefault(key).Body is null)
            {
                return ValueTask.FromResult(false);
            }

            Write(key, null);
            return ValueTask.FromResult(true);
        }
    }

    public async IAsyncEnumerable<ProfileListing> ListAsync(
        BotId bot, [EnumeratorCancellation] CancellationToken cancellation)
    {
        OnCall("list");
        await Task.Yield();
        foreach (var id in Ids(bot.Value))
        {
            yield return new ProfileListing(id, 1);
        }
    }

    public ValueTask<ImportOutcome> ImportAsync(
        UserKey key, JsonText body, ImportMode mode, CancellationToken cancellation)
    {
        OnCall("import");
        var parsed = RecordBody.Parse(body.Utf8.Span);
        lock (_gate)
        {
            var (present, revision) = _records.GetValueOrDefault(key);
            if (revision > 0 && mode == ImportMode.CreateOnly && !parsed.Equals(present))
            {
                return ValueTask.FromResult(present is null ? ImportOutcome.KeptDeleted : ImportOutcome.KeptOther);
            }

            if (parsed.Equals(present))
            {
                return ValueTask.FromResult(ImportOutcome.Unchanged);
            }

            Write(key, parsed);
            return ValueTask.FromResult(revision == 0 ? ImportOutcome.Created : ImportOutcome.Overwritten);
        }
    }

    /// <summary>What is open of each erasure that is asked for.</summary>
    public List<OpenErasureStep> OpenSteps { get; } = [];

    public async ValueTask<ErasureReceipt> DeleteUserAsync(UserKey key, CancellationToken cancellation)
    {
        await DeleteAsync(key, cancellation);
        return await GetErasureAsync(key, cancellation);
    }

    public ValueTask<ErasureReceipt> GetErasureAsync(UserKey key, CancellationToken cancellation)
    {
        OnCall("erasure");
        lock (_gate)
        {
            return new(_records.GetValueOrDefault(key) is { Revision: > 0, Body: null }
                ? new ErasureReceipt
                {
                    State = OpenSteps.Count > 0 ? ErasureState.Open : ErasureState.Complete,
                    AskedAt = OpenSteps.Count > 0 ? DateTimeOffset.UnixEpoch : null,
                    Done = ["profile"],
                    Open = OpenSteps,
                }
                : new ErasureReceipt { State = ErasureState.None });
        }
    }

    public ValueTask<IReadOnlyList<DamagedProfile>> FindDamagedAsync(BotId bot, CancellationToken cancellation)
        => throw new NotSupportedException("No command does this.");

    public ValueTask<IReadOnlyList<DamagedItem>> FindDamagedItemsAsync(
        BotId bot, ComponentName component, CancellationToken cancellation)
        => ValueTask.FromResult<IReadOnlyList<DamagedItem>>([.. Damaged.Where(d => d.Component == component)]);

    public ValueTask<WriteReceipt> AdoptItemAsync(
        BotId bot, ComponentName component, string key, CancellationToken cancellation)
    {
        OnCall($"adopt {component} {key}");
        return ValueTask.FromResult(new WriteReceipt { Revision = 7, HeldBy = [Tier.Store] });
    }

    public ValueTask<WriteReceipt> AdoptAsync(UserKey key, CancellationToken cancellation)
    {
        OnCall("adopt");
        return ValueTask.FromResult(new WriteReceipt { Revision = 18, HeldBy = [Tier.Store] });
    }

    public ValueTask QuarantineAsync(
        BotId bot, string source, string reason, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        OnCall("quarantine");
        Quarantine[(source, reason)] = content.ToArray();
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<QuarantineListing>> ListQuarantineAsync(BotId bot, CancellationToken cancellation)
        => ValueTask.FromResult<IReadOnlyList<QuarantineListing>>([.. Quarantine.Select(
            item => new QuarantineListing(
                item.Key.Source, item.Key.Reason, item.Value.Length, DateTimeOffset.UnixEpoch))]);

    private WriteReceipt Write(UserKey key, RecordBody? body)
    {
        var revision = _records.GetValueOrDefault(key).Revision + 1;
        _records[key] = (body, revision);
        Writes++;
        return new WriteReceipt { Revision = revision, HeldBy = [Tier.Memory, Tier.Store] };
    }
}
