using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Erasing;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Erasing;

/// <summary>The configuration of the user and of the chat that has the user's id.</summary>
internal sealed class ConfigurationPart(IGrainFactory grains) : IErasurePart
{
    private static readonly string[] Scopes = ["user", "chat"];

    public string Name => "configuration";

    public async ValueTask DeleteAsync(UserKey user, CancellationToken cancellation)
    {
        foreach (var scope in Scopes)
        {
            var key = new ConfigurationKey(user.Bot, scope, IdOf(user));
            await grains.GetGrain<IConfigurationGrain>(key.ToGrainKey()).DeleteAsync(cancellation);
        }
    }

    public ErasedRecords RecordsOf(UserKey user) => new()
    {
        Component = Component.Configuration,
        Owner = user.Bot.Value,
        Keys = [.. Scopes.Select(scope => RecordKeys.Configuration(user.Bot.Value, scope, IdOf(user)))],
        Origins = [.. Scopes.Select(scope => $"configuration/{scope}/{IdOf(user)}")],
    };

    private static string IdOf(UserKey user) => user.TelegramId.ToString(CultureInfo.InvariantCulture);
}
