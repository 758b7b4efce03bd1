using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Erasing;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Erasing;

/// <summary>The old bot's daily backups of the chat that has the user's id, which an import has brought in.</summary>
internal sealed class BackupPart(IGrainFactory grains, IRecordStore store) : IErasurePart
{
    private const string Scope = "backup";

    public string Name => "backups";

    public async ValueTask DeleteAsync(UserKey user, CancellationToken cancellation)
    {
        var prefix = PrefixOf(user);
        await foreach (var header in store.WalkAsync(
            Component.Configuration, prefix, RecordCursor.Start, cancellation))
        {
            // What follows is a date, in which nothing is escaped.
            var key = new ConfigurationKey(user.Bot, Scope, ScopeIdOf(user) + header.Key.Text[prefix.Length..]);
            await grains.GetGrain<IConfigurationGrain>(key.ToGrainKey()).DeleteAsync(cancellation);
        }
    }

    public ErasedRecords RecordsOf(UserKey user) => new()
    {
        Component = Component.Configuration,
        Owner = user.Bot.Value,
        KeyPrefix = PrefixOf(user),
    };

    private static string PrefixOf(UserKey user)
        => RecordKeys.Configuration(user.Bot.Value, Scope, ScopeIdOf(user)).Text;

    private static string ScopeIdOf(UserKey user)
        => string.Create(CultureInfo.InvariantCulture, $"{user.TelegramId}/");
}
