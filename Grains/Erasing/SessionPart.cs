using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Updates;
using HybridOrleans.Storage.Erasing;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Erasing;

/// <summary>Session state, follow-ups and sends of the user, in every chat, and of the chat with the same id.</summary>
internal sealed class SessionPart(IGrainFactory grains, IRecordStore store) : IErasurePart
{
    public string Name => "sessions";

    public async ValueTask DeleteAsync(UserKey user, CancellationToken cancellation)
    {
        var prefix = SessionRecords.StatePrefixOf(user);
        await foreach (var header in store.WalkAsync(
            Component.Configuration, prefix, RecordCursor.Start, cancellation))
        {
            if (!header.IsTombstone && SessionRecords.OwnerOf(header.Key) is { } owner)
            {
                var key = new SessionKey(user.Bot, owner).ToGrainKey();
                await grains.GetGrain<ISessionGrain>(key).EraseAsync(cancellation);
            }
        }
    }

    public ErasedRecords RecordsOf(UserKey user) => new()
    {
        Component = Component.Configuration,
        Owner = user.Bot.Value,
        KeyPrefix = SessionRecords.StatePrefixOf(user),
    };
}
