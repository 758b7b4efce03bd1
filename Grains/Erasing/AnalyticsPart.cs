using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Erasing;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Erasing;

/// <summary>The events that are about the user, in every month. What others did stays.</summary>
internal sealed class AnalyticsPart(IGrainFactory grains, IRecordStore store) : IErasurePart
{
    public string Name => "analytics";

    public async ValueTask DeleteAsync(UserKey user, CancellationToken cancellation)
    {
        var partitions = new HashSet<string>();
        var prefix = RecordKeys.PrefixOf(user.Bot.Value);
        await foreach (var header in store.WalkAsync(Component.Analytics, prefix, RecordCursor.Start, cancellation))
        {
            if (IsOf(user, header.Key))
            {
                partitions.Add(header.Key.Text[..header.Key.Text.LastIndexOf('/')]);
            }
        }

        foreach (var partition in partitions)
        {
            await grains.GetGrain<IAnalyticsGrain>(partition).EraseUserAsync(user.TelegramId, cancellation);
        }
    }

    public ErasedRecords RecordsOf(UserKey user) => new()
    {
        Component = Component.Analytics,
        Owner = user.Bot.Value,
        KeyPrefix = RecordKeys.PrefixOf(user.Bot.Value),
        Takes = key => IsOf(user, key),
        AreShared = true,
        PersonId = user.TelegramId.ToString(CultureInfo.InvariantCulture),
        IsOfMany = SourcesOfMany.OfEvents,
    };

    /// <summary>True for the documents of the partitions that the events of the user lie in.</summary>
    private static bool IsOf(UserKey user, RecordKey key)
    {
        var number = EventPartition.Of(user.Bot, DateTimeOffset.UnixEpoch, user.TelegramId, "").Number;
        return key.Text.Split('/') is [_, _, var partition, _] && partition == $"{number}";
    }
}
