using System.Globalization;
using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Listing;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace HybridOrleans.Grains.Users;

/// <summary>Walks the store; it holds nothing, so that every silo can answer.</summary>
[GrainType("user-directory")]
[StatelessWorker]
internal sealed class UserDirectoryGrain : Grain, IUserDirectoryGrain
{
    private const int LimitMax = 1000;

    private readonly IRecordStore _store;
    private readonly ILogger<UserDirectoryGrain> _logger;

    public UserDirectoryGrain(IRecordStore store, ILogger<UserDirectoryGrain> logger)
    {
        _store = store;
        _logger = logger;
    }

    public async ValueTask<ProfilePage> ListAsync(string? after, int limit, CancellationToken cancellation)
    {
        var bot = new BotId(this.GetPrimaryKeyString());
        if (limit is < 1 or > LimitMax)
        {
            throw new InvalidInputException($"A page of {limit} profiles is refused: ask for 1 to {LimitMax}.");
        }

        var prefix = RecordKeys.PrefixOf(bot.Value);
        var cursor = ListPlace.Of(Component.Users, prefix, after);
        try
        {
            return await WalkAsync(prefix, cursor, limit, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.ListingFailed(_logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }
    }

    private async ValueTask<ProfilePage> WalkAsync(
        string prefix, RecordCursor after, int limit, CancellationToken cancellation)
    {
        var profiles = new List<ProfileListing>(limit);
        await foreach (var header in _store.WalkAsync(Component.Users, prefix, after, cancellation))
        {
            if (header.IsTombstone || !TryGetId(header.Key, prefix, out var id))
            {
                continue;
            }

            profiles.Add(new ProfileListing(id, header.Revision.Value));
            if (profiles.Count == limit)
            {
                return new ProfilePage { Profiles = profiles, Next = header.Key.Text };
            }
        }

        return new ProfilePage { Profiles = profiles, Next = null };
    }

    private static bool TryGetId(RecordKey key, string prefix, out long id) => long.TryParse(
        key.Text.AsSpan(prefix.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id) && id != 0;
}
