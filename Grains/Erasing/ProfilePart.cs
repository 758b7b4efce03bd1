using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Erasing;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Erasing;

/// <summary>The profile.</summary>
internal sealed class ProfilePart(IGrainFactory grains) : IErasurePart
{
    public string Name => "profile";

    public async ValueTask DeleteAsync(UserKey user, CancellationToken cancellation)
        => await grains.GetGrain<IUserGrain>(user.TelegramId, user.Bot.Value).DeleteAsync(cancellation);

    public ErasedRecords RecordsOf(UserKey user) => new()
    {
        Component = Component.Users,
        Owner = user.Bot.Value,
        Keys = [RecordKeys.User(user.Bot.Value, user.TelegramId)],
        PersonId = user.TelegramId.ToString(CultureInfo.InvariantCulture),
        IsOfMany = SourcesOfMany.OfProfiles,
        Origins =
        [
            $"users/{user.TelegramId}", $"girls_data/{user.TelegramId}", $"girls_data.json#{user.TelegramId}",
        ],
    };
}
