using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Erasing;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Erasing;

/// <summary>The chat that has the user's id: what the user and the bot have written to each other.</summary>
internal sealed class ConversationPart(IGrainFactory grains) : IErasurePart
{
    public string Name => "conversation";

    public async ValueTask DeleteAsync(UserKey user, CancellationToken cancellation)
        => await grains.GetGrain<IConversationGrain>(user.TelegramId, user.Bot.Value).DeleteAsync(cancellation);

    public ErasedRecords RecordsOf(UserKey user) => new()
    {
        Component = Component.Conversations,
        Owner = user.Bot.Value,
        KeyPrefix = RecordKeys.Conversation(user.Bot.Value, user.TelegramId).Text + "/",
        PersonId = user.TelegramId.ToString(CultureInfo.InvariantCulture),
        IsOfMany = SourcesOfMany.OfMessages,
        Origins = [$"conversations/{user.TelegramId}", $"backups/{user.TelegramId}"],
    };
}
