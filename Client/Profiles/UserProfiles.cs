using System.Runtime.CompilerServices;
using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Profiles;

/// <summary>The profiles, through one <see cref="IUserGrain"/> each.</summary>
internal sealed class UserProfiles(IGrainFactory grains, CallPolicy calls, SeenRevisions<UserKey> seen) : IUserProfiles
{
    private const int PageSize = 1000;

    public async ValueTask<ProfileReading> GetAsync(
        UserKey key, Freshness freshness = Freshness.Cached, CancellationToken cancellation = default)
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
        UserKey key, JsonText body, long? expectedRevision = null, CancellationToken cancellation = default)
    {
        Require(key);
        ProfileText.Require(body);
        if (expectedRevision < 0)
        {
            throw new InvalidInputException(
                $"{expectedRevision} is no revision: expect 0 (never written) or the revision that was read.");
        }

        return WriteAsync(
            key,
            (Grain: this, Key: key, Body: body, Expected: expectedRevision),
            static (a, token) => a.Grain.Grain(a.Key).SaveAsync(a.Body, a.Expected, token),
            cancellation);
    }

    public ValueTask<WriteReceipt> PatchAsync(
        UserKey key, JsonText mergePatch, CancellationToken cancellation = default)
    {
        Require(key);
        ProfileText.Require(mergePatch);
        return WriteAsync(
            key,
            (Self: this, Key: key, Patch: mergePatch),
            static (a, token) => a.Self.Grain(a.Key).PatchAsync(a.Patch, token),
            cancellation);
    }

    public ValueTask<WriteReceipt> UpdateActivityAsync(UserKey key, CancellationToken cancellation = default)
    {
        Require(key);
        return WriteAsync(
            key,
            (Self: this, Key: key),
            static (a, token) => a.Self.Grain(a.Key).UpdateActivityAsync(token),
            cancellation);
    }

    public async ValueTask<bool> DeleteAsync(UserKey key, CancellationToken cancellation = default)
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

    public async IAsyncEnumerable<ProfileListing> ListAsync(
        BotId bot, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Require(bot);
        string? after = null;
        do
        {
            var page = await calls.RunAsync(
                CallKind.Read,
                (Grains: grains, Bot: bot, After: after),
                static (a, token) => a.Grains.GetGrain<IUserDirectoryGrain>(a.Bot.Value)
                    .ListAsync(a.After, PageSize, token),
                cancellation);
            foreach (var profile in page.Profiles)
            {
                yield return profile;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    public ValueTask<ImportOutcome> ImportAsync(
        UserKey key, JsonText body, ImportMode mode = ImportMode.CreateOnly, CancellationToken cancellation = default)
    {
        Require(key);
        ProfileText.Require(body);
        return calls.RunAsync(
            CallKind.Write,
            (Self: this, Key: key, Body: body, Mode: mode),
            static (a, token) => a.Self.Grain(a.Key).ImportAsync(a.Body, a.Mode, token),
            cancellation);
    }

    /// <exception cref="InvalidInputException">The key is <c>default</c>.</exception>
    public static void Require(UserKey key) => _ = new UserKey(key.Bot, key.TelegramId);

    /// <exception cref="InvalidInputException">The bot id is <c>default</c>.</exception>
    public static void Require(BotId bot) => _ = new BotId(bot.Value);

    private async ValueTask<WriteReceipt> WriteAsync<TArgument>(
        UserKey key,
        TArgument argument,
        Func<TArgument, CancellationToken, ValueTask<WriteReceipt>> call,
        CancellationToken cancellation)
    {
        var receipt = await calls.RunAsync(CallKind.Write, argument, call, cancellation);
        seen.Remember(key, receipt.Revision);
        return receipt;
    }

    private ValueTask<ProfileReading> ReadAsync(UserKey key, Freshness freshness, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var reading = Grain(key).ReadAsync(freshness, seen.Of(key));
        return cancellation.CanBeCanceled ? new(reading.AsTask().WaitAsync(cancellation)) : reading;
    }

    private IUserGrain Grain(UserKey key) => grains.GetGrain<IUserGrain>(key.TelegramId, key.Bot.Value);
}
