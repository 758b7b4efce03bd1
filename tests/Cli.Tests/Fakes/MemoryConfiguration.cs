using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>Configuration in memory, as far as the commands can tell it from the real one.</summary>
internal sealed class MemoryConfiguration : IBotConfiguration
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<ConfigurationKey, (JsonText? Body, long Revision)> _held = [];

    /// <summary>False while the store is away.</summary>
    public bool IsConfirmed { get; set; } = true;

    /// <summary>Runs before every read and save, with the name of the call; what it throws, the caller gets.</summary>
    public Action<string> OnCall { get; set; } = _ => { };

    /// <summary>How many saves were accepted.</summary>
    public int Writes { get; private set; }

    /// <summary>Saves as somebody else.</summary>
    public void Put(ConfigurationKey key, JsonText body) => Write(key, body);

    public ValueTask<ConfigurationReading> GetAsync(
        ConfigurationKey key, Freshness freshness, CancellationToken cancellation)
    {
        OnCall("get");
        var (body, revision) = _held.GetValueOrDefault(key);
        return ValueTask.FromResult(new ConfigurationReading
        {
            Body = body,
            Revision = revision,
            ServedBy = freshness == Freshness.Fresh ? Tier.Store : Tier.Memory,
            Age = TimeSpan.FromSeconds(0.25),
            IsConfirmed = IsConfirmed,
        });
    }

    public ValueTask<WriteReceipt> SaveAsync(
        ConfigurationKey key, JsonText body, long? expectedRevision, CancellationToken cancellation)
    {
        OnCall("save");
        var present = _held.GetValueOrDefault(key).Revision;
        return expectedRevision is { } expected && expected != present
            ? throw new RevisionConflictException($"The present revision is {present}, not {expected}.")
            : ValueTask.FromResult(Write(key, body));
    }

    /// <summary>Only tells that it was called: merging is the grain's work and tested there.</summary>
    public ValueTask<WriteReceipt> PatchAsync(
        ConfigurationKey key, JsonText mergePatch, CancellationToken cancellation)
        => ValueTask.FromResult(Write(key, mergePatch));

    public ValueTask<bool> DeleteAsync(ConfigurationKey key, CancellationToken cancellation)
    {
        var existed = _held.GetValueOrDefault(key).Body is not null;
        if (existed)
        {
            Write(key, null);
        }

        return ValueTask.FromResult(existed);
    }

    public IAsyncEnumerable<ConfigurationKey> ListAsync(BotId bot, string scope, CancellationToken cancellation)
        => _held.Where(c => c.Key.Bot == bot && c.Key.Scope == scope && c.Value.Body is not null)
            .Select(c => c.Key).ToArray().ToAsyncEnumerable();

    public ValueTask<ConfigurationHistory> HistoryAsync(ConfigurationKey key, CancellationToken cancellation)
    {
        var (body, revision) = _held.GetValueOrDefault(key);
        ConfigurationChange[] changes = body is null
            ? []
            : [new(revision, Noon, ["language", "limit"], 3), new(revision - 1, Noon.AddDays(-1), [], 0)];
        return ValueTask.FromResult(new ConfigurationHistory(revision, body is not null, changes));
    }

    private WriteReceipt Write(ConfigurationKey key, JsonText? body)
    {
        var revision = _held.GetValueOrDefault(key).Revision + 1;
        _held[key] = (body, revision);
        Writes++;
        return new WriteReceipt { Revision = revision, HeldBy = [Tier.Memory, Tier.Store] };
    }
}
