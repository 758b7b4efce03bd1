using HybridOrleans.Client.Calls;
using HybridOrleans.Client.Profiles;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Configuration;

/// <summary>Reads through the silo at hand, and changes through one <see cref="IConfigurationGrain"/> each.</summary>
internal sealed class BotConfiguration(
    IGrainFactory grains, CallPolicy calls, SeenRevisions<ConfigurationKey> seen) : IBotConfiguration
{
    public async ValueTask<ConfigurationReading> GetAsync(
        ConfigurationKey key, Freshness freshness = Freshness.Cached, CancellationToken cancellation = default)
    {
        Require(key);
        var reading = await calls.RunAsync(
            CallKind.Read,
            (Self: this, Key: key, Freshness: freshness),
            static (a, token) => a.Self.ReadAsync(a.Key, a.Freshness, token),
            cancellation);
        seen.Remember(key, reading.Revision);
        return reading;
    }

    public ValueTask<WriteReceipt> SaveAsync(
        ConfigurationKey key,
        JsonText body,
        long? expectedRevision = null,
        CancellationToken cancellation = default)
    {
        Require(key);
        Require(body);
        if (expectedRevision < 0)
        {
            throw new InvalidInputException(
                $"{expectedRevision} is no revision: expect 0 (never written) or the revision that was read.");
        }

        return WriteAsync(
            key,
            (Self: this, Key: key, Body: body, Expected: expectedRevision),
            static (a, token) => a.Self.Grain(a.Key).SaveAsync(a.Body, a.Expected, token),
            cancellation);
    }

    public ValueTask<WriteReceipt> PatchAsync(
        ConfigurationKey key, JsonText mergePatch, CancellationToken cancellation = default)
    {
        Require(key);
        Require(mergePatch);
        return WriteAsync(
            key,
            (Self: this, Key: key, Patch: mergePatch),
            static (a, token) => a.Self.Grain(a.Key).PatchAsync(a.Patch, token),
            cancellation);
    }

    public async ValueTask<bool> DeleteAsync(ConfigurationKey key, CancellationToken cancellation = default)
    {
        Require(key);
        var receipt = await calls.RunAsync(
            CallKind.Write,
            (Self: this, Key: key),
            static (a, token) => a.Self.Grain(a.Key).DeleteAsync(token),
            cancellation);
        seen.Remember(key, receipt?.Revision ?? 0);
        return receipt is not null;
    }

    public IAsyncEnumerable<ConfigurationKey> ListAsync(
        BotId bot, string scope, CancellationToken cancellation = default)
    {
        _ = new ConfigurationKey(bot, scope);
        return KeyListing.Of(
                calls, grains, bot,
                (directory, after, limit, token) => directory.ScopeAsync(scope, after, limit, token), cancellation)
            .Select(id => new ConfigurationKey(bot, scope, id));
    }

    public async ValueTask<ConfigurationHistory> HistoryAsync(
        ConfigurationKey key, CancellationToken cancellation = default)
    {
        Require(key);
        var history = await calls.RunAsync(
            CallKind.Read,
            (Self: this, Key: key),
            static (a, token) => new ValueTask<ConfigurationHistory>(
                a.Self.Grain(a.Key).HistoryAsync().AsTask().WaitAsync(token)),
            cancellation);
        seen.Remember(key, history.Revision);
        return history;
    }

    private static void Require(ConfigurationKey key) => _ = new ConfigurationKey(key.Bot, key.Scope, key.ScopeId);

    private static void Require(JsonText body)
        => ProfileText.Require(body, "configuration", ConfigurationLimits.BodyBytesMax);

    private async ValueTask<WriteReceipt> WriteAsync<TArgument>(
        ConfigurationKey key,
        TArgument argument,
        Func<TArgument, CancellationToken, ValueTask<WriteReceipt>> call,
        CancellationToken cancellation)
    {
        var receipt = await calls.RunAsync(CallKind.Write, argument, call, cancellation);
        seen.Remember(key, receipt.Revision);
        return receipt;
    }

    private ValueTask<ConfigurationReading> ReadAsync(
        ConfigurationKey key, Freshness freshness, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var reading = grains.GetGrain<IConfigurationReaderGrain>(key.ToGrainKey())
            .ReadAsync(freshness, seen.Of(key));
        return cancellation.CanBeCanceled ? new(reading.AsTask().WaitAsync(cancellation)) : reading;
    }

    private IConfigurationGrain Grain(ConfigurationKey key)
        => grains.GetGrain<IConfigurationGrain>(key.ToGrainKey());
}
